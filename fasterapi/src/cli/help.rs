//! The text of `--help`.

use super::options;

/// The help of the program called `name`.
pub(super) fn help(name: &str) -> String {
    let mut text = format!(
        "Usage: {name} [OPTIONS] [COMMAND]\n\n\
         Commands:\n  (none)   Serve the app\n  openapi  Print the OpenAPI document\n  routes   Print the routes\n\n\
         Options:\n"
    );
    let rows: Vec<_> = options::all()
        .map(|option| match option.value {
            Some(value) => (format!("--{} {value}", option.name), option.help),
            None => (format!("--{}", option.name), option.help),
        })
        .chain([
            ("-h, --help".to_owned(), "Print this"),
            ("-V, --version".to_owned(), "Print name and version"),
        ])
        .collect();
    let width = rows.iter().map(|(option, _)| option.len()).max().unwrap_or(0);
    for (option, help) in rows {
        text.push_str(&format!("  {option:<width$}  {help}\n"));
    }
    text.push_str("\nWhat has no value is turned off by --no-NAME: --no-access-log.\n");
    text.push_str("Each option is read from the environment too: --root-path from FASTERAPI_ROOT_PATH.\n");
    text
}
