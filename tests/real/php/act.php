<?php
// What the tests have WordPress do, by its own functions. php act.php ACTION <said.json; answers in JSON.

// Upper case: WordPress has global variables of its own.
define('ACTION', $argv[1]);
define('SAID', json_decode(stream_get_contents(STDIN), true));
$_SERVER['HTTP_HOST'] = '127.0.0.1';
$_SERVER['REMOTE_ADDR'] = '127.0.0.1';
$_SERVER['REQUEST_METHOD'] = 'GET';
if (ACTION === 'install') {
    define('WP_INSTALLING', true);
}
require __DIR__ . '/wp-load.php';
wp_suspend_cache_invalidation(false);

/** One article; gives its id. */
function add_article(array $one): int
{
    $id = wp_insert_post(wp_slash(array(
        'post_title' => $one['title'],
        'post_name' => $one['slug'],
        'post_content' => $one['text'],
        'post_status' => $one['status'],
        'post_password' => $one['password'],
        'post_date_gmt' => $one['written'],
        'post_date' => get_date_from_gmt($one['written']),
        'post_author' => 1,
        'comment_status' => 'open',
    )), true);
    return is_wp_error($id) ? throw new Exception($id->get_error_message()) : $id;
}

/** One comment; gives its id. Answers name the comment answered by our own name for it. */
function add_comment(array $one, array $articles, array $comments): int
{
    return wp_insert_comment(wp_slash(array(
        'comment_post_ID' => $articles[$one['article']],
        'comment_parent' => $one['answers'] === null ? 0 : $comments[$one['answers']],
        'comment_author' => $one['author'],
        'comment_author_email' => '',
        'comment_author_url' => $one['link'],
        'comment_author_IP' => '127.0.0.1',
        'comment_content' => $one['text'],
        'comment_type' => $one['kind'],
        'comment_approved' => $one['status'],
        'comment_date_gmt' => $one['written'],
        'comment_date' => get_date_from_gmt($one['written']),
        'user_id' => 0,
    )));
}

/** Names → ids of what was added; those of before are given along. */
function fill(array $said): array
{
    global $wpdb;
    wp_defer_comment_counting(true);
    wp_defer_term_counting(true);
    $wpdb->query('START TRANSACTION');
    foreach ($said['articles'] as $name => $one) {
        $said['article_ids'][$name] = add_article($one);
    }
    foreach ($said['comments'] as $name => $one) {
        $said['comment_ids'][$name] = add_comment($one, $said['article_ids'], $said['comment_ids']);
    }
    wp_defer_comment_counting(false);
    wp_defer_term_counting(false);
    $wpdb->query('COMMIT');
    return array('article_ids' => $said['article_ids'], 'comment_ids' => $said['comment_ids']);
}

/** What visitors may see, as the database has it: the articles, each with its approved comments. */
function visible(): array
{
    global $wpdb;
    $articles = array();
    foreach (get_posts(array('numberposts' => -1, 'post_status' => 'publish', 'has_password' => false)) as $post) {
        $rows = $wpdb->get_results($wpdb->prepare(
            "SELECT * FROM $wpdb->comments WHERE comment_post_ID = %d AND comment_approved = '1' ORDER BY comment_ID",
            $post->ID
        ));
        $comments = array();
        foreach ($rows as $row) {
            $comments[] = array(
                'id' => (string) $row->comment_ID,
                'parent' => $row->comment_parent ? (string) $row->comment_parent : null,
                'kind' => $row->comment_type,
                'author' => $row->comment_author,
                'link' => $row->comment_author_url,
                'written' => $row->comment_date_gmt,
                'text' => $row->comment_content,
                'shown' => apply_filters('comment_text', $row->comment_content, get_comment($row->comment_ID), array()),
            );
        }
        $articles[get_permalink($post)] = array(
            'id' => (string) $post->ID,
            'title' => $post->post_title,
            'text' => $post->post_content,
            'written' => $post->post_date_gmt,
            'comments' => $comments,
        );
    }
    return $articles;
}

function install(): array
{
    require_once ABSPATH . 'wp-admin/includes/upgrade.php';
    wp_install('The Line Card', 'editor', 'editor@line-card.example', true, '', 'not a secret');
    update_option('permalink_structure', '/%year%/%monthnum%/%postname%/');
    update_option('timezone_string', 'Europe/London');
    update_option('comment_moderation', '0');
    wp_delete_post(1, true);
    wp_delete_post(2, true);
    wp_delete_post(3, true);
    flush_rewrite_rules(false);
    return array();
}

function options(array $options): array
{
    foreach ($options as $name => $value) {
        if ($name === 'theme') {
            switch_theme($value);
        } else {
            update_option($name, $value);
        }
    }
    flush_rewrite_rules(false);
    return array();
}

/** Changes as a site's staff make them, each a list [what, id, …]. */
function change(array $changes): array
{
    foreach ($changes as [$what, $id, $value]) {
        match ($what) {
            'edit comment' => wp_update_comment(wp_slash(array('comment_ID' => $id, 'comment_content' => $value))),
            'delete comment' => wp_delete_comment($id, true),
            'comment status' => wp_set_comment_status($id, $value),
            'edit article' => wp_update_post(wp_slash(array('ID' => $id, 'post_content' => $value))),
            'article status' => wp_update_post(array('ID' => $id, 'post_status' => $value)),
        };
    }
    return array();
}

echo json_encode(match (ACTION) {
    'install' => install(),
    'options' => options(SAID['options']),
    'fill' => fill(SAID),
    'change' => change(SAID['changes']),
    'visible' => visible(),
}, JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES | JSON_THROW_ON_ERROR);
