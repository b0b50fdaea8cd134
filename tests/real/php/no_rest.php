<?php
// Closes the REST API to visitors, as many sites do.
add_filter('rest_authentication_errors', function () {
    return new WP_Error('rest_closed', 'Closed.', array('status' => 401));
});
