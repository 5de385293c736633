//! The app under attack: it does what apps do, and counts what has become of its requests.

mod answers;
mod bodies;
mod panics;
mod streams;
mod visits;

use fasterapi::App;
use fasterapi::middleware::RequestId;

use visits::Visits;

/// All of it. The variable `FILES` names a folder to serve, and `START=panic` makes the app panic at its start.
pub fn app() -> App {
    let visits = Visits::default();
    let at_end = visits.clone();
    let app = App::new()
        .title("Under attack")
        .state(visits)
        .middleware(RequestId::new())
        .on_startup(|| async {
            let panics = std::env::var("START").is_ok_and(|start| start == "panic");
            assert!(!panics, "at the start, on purpose");
        })
        .on_shutdown(move || async move { eprintln!("at the end: {}", at_end.told()) })
        .routes(visits::routes())
        .routes(bodies::routes())
        .routes(streams::routes())
        .mount("/packed", bodies::packed())
        .mount("/panic", panics::app());
    match std::env::var_os("FILES") {
        Some(folder) => answers::add(app, folder.into()),
        None => app,
    }
}
