//! The table that `routes` prints.

use http::Method;

/// One line per route: methods, path, name, in columns.
pub(super) fn table<'r>(routes: impl Iterator<Item = (&'r [Method], &'r str, &'r str)>) -> String {
    let head = ["METHODS", "PATH", "NAME"].map(str::to_owned);
    let rows = routes.map(|(methods, path, name)| {
        let mut methods: Vec<_> = methods.iter().map(Method::as_str).collect();
        if methods.is_empty() {
            methods.push("WEBSOCKET");
        }
        [methods.join(","), path.to_owned(), name.to_owned()]
    });
    let rows: Vec<_> = std::iter::once(head).chain(rows).collect();
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0);
    let (methods_width, path_width) = (width(0), width(1));
    let line =
        |[methods, path, name]: &[String; 3]| format!("{methods:<methods_width$}  {path:<path_width$}  {name}\n");
    rows.iter().map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_aligned() {
        let (get, both) = ([Method::GET], [Method::PUT, Method::PATCH]);
        let routes = [
            (&get[..], "/", "root"),
            (&[][..], "/ws", "talk"),
            (&both[..], "/items/{id}", "change_item"),
        ];
        let expected = "METHODS    PATH         NAME\n\
                        GET        /            root\n\
                        WEBSOCKET  /ws          talk\n\
                        PUT,PATCH  /items/{id}  change_item\n";
        assert_eq!(table(routes.into_iter()), expected);
    }
}
