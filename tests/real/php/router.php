<?php
// Every request is noted when it is answered: its status, method and address.
register_shutdown_function(function () {
    $line = http_response_code() . " {$_SERVER['REQUEST_METHOD']} {$_SERVER['REQUEST_URI']}\n";
    file_put_contents(__DIR__ . '/requests.log', $line, FILE_APPEND | LOCK_EX);
});
// For PHP's own server: files as they are, everything else to WordPress, as Apache's rewrite rules do.
$path = parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH);
if ($path !== '/' && is_file(__DIR__ . $path)) {
    return false;
}
$_SERVER['SCRIPT_NAME'] = $_SERVER['PHP_SELF'] = '/index.php';
$_SERVER['SCRIPT_FILENAME'] = __DIR__ . '/index.php';
require __DIR__ . '/index.php';
