//! Folders under a prefix and frontends (`STAT-01` to `STAT-14`).

use std::fs;

use fasterapi::prelude::*;
use fasterapi::static_files::{Fallback, Frontend};
use fasterapi::testing::TestClient;

use crate::{client, folder::Folder};

fn site() -> Folder {
    let folder = Folder::new();
    fs::create_dir_all(folder.path("site/about")).unwrap();
    fs::create_dir_all(folder.path("site/.well-known")).unwrap();
    for (name, content) in [
        ("site/index.html", "home"),
        ("site/about/index.html", "about"),
        ("site/a.txt", "A"),
        ("site/.env", "SECRET"),
        ("site/.well-known/security.txt", "contact"),
        ("outside.txt", "SECRET"),
    ] {
        fs::write(folder.path(name), content).unwrap();
    }
    folder
}

fn text(client: &TestClient, path: &str) -> String {
    client.get(path).send().assert_status(200).text().to_owned()
}

#[test]
fn a_folder_is_read_and_never_written() {
    let folder = site();
    let client = client(App::new().mount("/static", StaticFiles::new(folder.path("site"))));
    assert_eq!(text(&client, "/static/a.txt"), "A");
    let head = client.head("/static/a.txt").send().assert_status(200);
    assert_eq!((head.header("content-length"), head.bytes().len()), (Some("1"), 0));
    let refused = client.delete("/static/a.txt").send().assert_status(405);
    assert_eq!(refused.header("allow"), Some("GET, HEAD"));
    for path in [
        "/static/",
        "/static/about",
        "/static/none",
        "/static/../outside.txt",
        "/static/%2e%2e/outside.txt",
    ] {
        client.get(path).send().assert_status(404);
    }
}

#[get("/pipe")]
async fn pipe(folder: State<Folder>) -> FileResponse {
    FileResponse::new(folder.path("site/pipe"))
}

#[cfg(unix)]
#[test]
fn only_files_are_opened() {
    let folder = site();
    let made = std::process::Command::new("mkfifo")
        .arg(folder.path("site/pipe"))
        .status();
    assert!(made.unwrap().success());
    let _socket = std::os::unix::net::UnixListener::bind(folder.path("site/socket")).unwrap();
    let files = StaticFiles::new(folder.path("site"));
    let app = App::new()
        .mount("/static", files.clone())
        .mount("/slow", files.precompressed(true));
    let client = client(app.state(folder).routes(routes![pipe]));
    for path in ["/static/pipe", "/slow/pipe", "/static/socket", "/slow/socket"] {
        client
            .get(path)
            .header("accept-encoding", "br")
            .send()
            .assert_status(404);
    }
    client.get("/pipe").send().assert_status(500);
}

#[test]
fn a_file_is_answered_as_it_is_now() {
    let folder = site();
    let client = client(App::new().mount("/static", StaticFiles::new(folder.path("site"))));
    let (file, other) = (folder.path("site/a.txt"), folder.path("site/b.txt"));
    for round in 0..20 {
        let content = format!("{round}").repeat(round * 100 + 1);
        fs::write(&file, &content).unwrap();
        assert_eq!(text(&client, "/static/a.txt"), content, "written anew");
        fs::write(&other, "replaced").unwrap();
        fs::rename(&other, &file).unwrap();
        assert_eq!(text(&client, "/static/a.txt"), "replaced");
        fs::remove_file(&file).unwrap();
        client.get("/static/a.txt").send().assert_status(404);
        fs::create_dir(&file).unwrap();
        client.get("/static/a.txt").send().assert_status(404);
        fs::remove_dir(&file).unwrap();
    }
}

#[test]
fn hidden_files_are_hidden_unless_asked_for() {
    let folder = site();
    let files = StaticFiles::new(folder.path("site"));
    let hiding = client(App::new().mount("/static", files.clone()));
    hiding.get("/static/.env").send().assert_status(404);
    assert_eq!(text(&hiding, "/static/.well-known/security.txt"), "contact");
    let showing = client(App::new().mount("/static", files.hidden_files(true)));
    assert_eq!(text(&showing, "/static/.env"), "SECRET");
}

#[cfg(unix)]
#[test]
fn links_are_followed_only_when_asked_for() {
    let folder = site();
    std::os::unix::fs::symlink("../outside.txt", folder.path("site/out")).unwrap();
    std::os::unix::fs::symlink("..", folder.path("site/up")).unwrap();
    let files = StaticFiles::new(folder.path("site"));
    let strict = client(App::new().mount("/static", files.clone()));
    for path in ["/static/out", "/static/up/outside.txt", "/static/up/site/a.txt"] {
        strict.get(path).send().assert_status(404);
    }
    let lax = client(App::new().mount("/static", files.follow_symlinks(true)));
    assert_eq!(text(&lax, "/static/out"), "SECRET");
}

#[test]
fn html_mode_has_pages_for_folders() {
    let folder = site();
    let files = StaticFiles::new(folder.path("site"))
        .html(true)
        .cache_control("max-age=60");
    let app = || App::new().mount("/", files.clone());
    let direct = client(app());
    assert_eq!(text(&direct, "/"), "home");
    assert_eq!(text(&direct, "/about/"), "about");
    let page = direct.get("/about/").send();
    assert_eq!(page.header("cache-control"), Some("max-age=60"));
    let redirect = |client: &TestClient, path: &str| {
        let answer = client.get(path).send().assert_status(307);
        answer.header("location").unwrap().to_owned()
    };
    assert_eq!(redirect(&direct, "/about?x=1"), "http://testserver/about/?x=1");
    let behind = client(app().root_path("/api"));
    assert_eq!(redirect(&behind, "/about"), "http://testserver/api/about/");
    assert_eq!(redirect(&behind, "/api/about"), "http://testserver/api/about/");
    let missing = direct.get("/none").send().assert_status(404);
    assert_eq!(missing.json::<Value>(), json!({"detail": "Not Found"}));
    fs::write(folder.path("site/404.html"), "lost").unwrap();
    assert_eq!(direct.get("/none").send().assert_status(404).text(), "lost");
}

#[test]
fn a_folder_that_is_not_there_is_told_at_start_up() {
    let build = |files: StaticFiles| App::new().mount("/static", files).build();
    let error = build(StaticFiles::new("no/such/folder")).unwrap_err().to_string();
    assert!(
        error.contains("in the mount \"/static\": the folder /") && error.contains("no/such/folder"),
        "{error}"
    );
    build(StaticFiles::new("no/such/folder").check_dir(false)).unwrap();
    let error = App::new()
        .frontend("/", "no/such/folder")
        .build()
        .unwrap_err()
        .to_string();
    assert!(error.contains("no/such/folder"), "{error}");
}

#[dependency]
async fn staff(#[header] x_key: String, response: &mut ResponseParts) -> Result<(), HttpError> {
    response.set_header("x-who", x_key.as_str());
    if x_key == "staff" {
        Ok(())
    } else {
        Err(HttpError::forbidden("staff only"))
    }
}

#[test]
fn the_dependencies_around_a_frontend_run_first() {
    let folder = site();
    let router = Router::new().prefix("/admin").dependencies(fasterapi::depends![staff]);
    let app = App::new().include(router.frontend("/", folder.path("site")));
    let client = client(app);
    client.get("/admin/").send().assert_status(422);
    client.get("/admin/").header("x-key", "guest").send().assert_status(403);
    let page = client.get("/admin/").header("x-key", "staff").send().assert_status(200);
    assert_eq!((page.text(), page.header("x-who")), ("home", Some("staff")));
}

#[get("/api")]
async fn api() -> &'static str {
    "api"
}

#[test]
fn a_frontend_answers_what_no_route_does() {
    let folder = site();
    let with = |fallback| {
        let frontend = Frontend::new(folder.path("site")).fallback(fallback);
        client(App::new().routes(routes![api]).frontend("/", frontend))
    };
    let auto = with(Fallback::Auto);
    assert_eq!(text(&auto, "/api"), "\"api\"");
    auto.post("/api").send().assert_status(405);
    auto.post("/a.txt").send().assert_status(405);
    auto.post("/none").send().assert_status(404);
    let page = |client: &TestClient, path: &str| client.get(path).header("accept", "text/html").send();
    assert_eq!(page(&auto, "/users/john.doe").assert_status(200).text(), "home");
    auto.get("/users/7").send().assert_status(404);
    page(&with(Fallback::Never), "/users/7").assert_status(404);
    let without = Frontend::new(folder.path("site")).fallback(Fallback::NotFoundPage);
    let error = App::new().frontend("/", without).build().unwrap_err().to_string();
    assert!(error.contains("has no 404.html"), "{error}");
    fs::write(folder.path("site/404.html"), "lost").unwrap();
    assert_eq!(page(&auto, "/users/7").assert_status(404).text(), "lost");
    assert_eq!(
        page(&with(Fallback::Index), "/users/7").assert_status(200).text(),
        "home"
    );
    let error = App::new().include(Router::new().prefix("/{x}").frontend("/", folder.path("site")));
    assert!(error.build().unwrap_err().to_string().contains("have no parameters"));
}
