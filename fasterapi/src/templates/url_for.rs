//! `url_for` in templates.

use minijinja::value::Kwargs;
use minijinja::{Error, ErrorKind, State, Value};

use super::request::RequestObject;
use crate::request::Request;

/// The function: `url_for('static', path='/site.css')`, for the `request` of the context.
pub(super) fn function(state: &State<'_, '_>, name: &str, params: Kwargs) -> Result<Value, Error> {
    let request = state.lookup("request");
    match request
        .as_ref()
        .and_then(|request| request.downcast_object_ref::<RequestObject>())
    {
        Some(request) => url_for(&request.0, name, &params),
        None => Err(Error::new(
            ErrorKind::InvalidOperation,
            "url_for needs the request in the context: render with `Templates::response`",
        )),
    }
}

/// The address of a route, or of what is below a mount.
pub(super) fn url_for(request: &Request, name: &str, params: &Kwargs) -> Result<Value, Error> {
    let names: Vec<&str> = params.args().collect();
    let values: Vec<String> = names
        .iter()
        .map(|name| Ok(params.get::<Value>(name)?.to_string()))
        .collect::<Result<_, Error>>()?;
    params.assert_all_used()?;
    let pairs: Vec<(&str, &str)> = names.into_iter().zip(values.iter().map(String::as_str)).collect();
    let url = request.url_for(name, &pairs);
    let url = url.map_err(|error| Error::new(ErrorKind::InvalidOperation, error.to_string()))?;
    Ok(url.to_string().into())
}
