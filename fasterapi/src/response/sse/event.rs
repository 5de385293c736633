//! [`ServerSentEvent`]: one event, and its text on the wire.

use std::fmt::Write as _;

use bytes::Bytes;
use serde::Serialize;

use crate::BoxError;

/// One event of an [`EventStream`](super::EventStream), with more than data.
///
/// ```
/// use fasterapi::ServerSentEvent;
///
/// let event = ServerSentEvent::new().event("price").id("7").data(&12.5);
/// assert_eq!(event.to_bytes().unwrap(), "event: price\ndata: 12.5\nid: 7\n\n");
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[must_use]
pub struct ServerSentEvent {
    data: Option<String>,
    raw_data: Option<String>,
    event: Option<String>,
    id: Option<String>,
    retry: Option<u64>,
    comment: Option<String>,
    fault: Option<String>,
}

impl ServerSentEvent {
    /// An event without anything.
    pub fn new() -> Self {
        Self::default()
    }

    /// The data, as JSON; text is quoted.
    pub fn data(mut self, data: &(impl Serialize + ?Sized)) -> Self {
        match serde_json::to_string(data) {
            Ok(json) => self.data = Some(json),
            Err(error) => self.fault = Some(format!("the data is no JSON: {error}")),
        }
        self
    }

    /// The data, as it is; each of its lines becomes one of the event.
    pub fn raw_data(mut self, data: impl Into<String>) -> Self {
        self.raw_data = Some(data.into());
        self
    }

    /// Its name, which scripts listen for; `message` when there is none. One line.
    pub fn event(mut self, name: impl Into<String>) -> Self {
        self.event = Some(name.into());
        self
    }

    /// What the browser sends as `Last-Event-ID` when it comes back. One line, without a NUL.
    pub fn id(mut self, id: impl ToString) -> Self {
        self.id = Some(id.to_string());
        self
    }

    /// How long the browser waits before it comes back, in milliseconds.
    pub fn retry(mut self, milliseconds: u64) -> Self {
        self.retry = Some(milliseconds);
        self
    }

    /// A remark that scripts do not see.
    pub fn comment(mut self, text: impl Into<String>) -> Self {
        self.comment = Some(text.into());
        self
    }

    /// The text on the wire.
    ///
    /// # Errors
    /// When the name or the id has a line break in it or the id a NUL, when there is both `data` and `raw_data`, and when
    /// the data is not JSON.
    pub fn to_bytes(&self) -> Result<Bytes, BoxError> {
        if let Some(fault) = &self.fault {
            return Err(fault.clone().into());
        }
        let mut text = String::new();
        if let Some(comment) = &self.comment {
            lines(&mut text, ":", comment);
        }
        if let Some(event) = &self.event {
            one_line(&mut text, "event", event)?;
        }
        match (&self.data, &self.raw_data) {
            (Some(_), Some(_)) => return Err("an event has either data or raw_data".into()),
            (Some(json), None) => lines(&mut text, "data:", json),
            (None, Some(raw)) => lines(&mut text, "data:", raw),
            (None, None) => {}
        }
        if let Some(id) = &self.id {
            if id.contains('\0') {
                return Err(format!("the id {id:?} of an event has a NUL in it").into());
            }
            one_line(&mut text, "id", id)?;
        }
        if let Some(retry) = self.retry {
            writeln!(text, "retry: {retry}")?;
        }
        text.push('\n');
        Ok(text.into())
    }
}

fn one_line(text: &mut String, field: &str, value: &str) -> Result<(), BoxError> {
    if value.contains(['\n', '\r']) {
        return Err(format!("the {field} {value:?} of an event is more than one line").into());
    }
    Ok(writeln!(text, "{field}: {value}")?)
}

/// One line for each line of the value: `\n`, `\r\n` and `\r` end one, and nothing else does.
fn lines(text: &mut String, field: &str, value: &str) {
    let value = value.replace("\r\n", "\n");
    for line in value.split(['\n', '\r']) {
        text.push_str(field);
        text.push(' ');
        text.push_str(line);
        text.push('\n');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(event: &ServerSentEvent) -> String {
        String::from_utf8(event.to_bytes().unwrap().to_vec()).unwrap()
    }

    #[test]
    fn fields_come_in_order() {
        let event = ServerSentEvent::new().retry(3000).id(1).event("tick").comment("hello");
        assert_eq!(
            text(&event.data(&[1, 2])),
            ": hello\nevent: tick\ndata: [1,2]\nid: 1\nretry: 3000\n\n"
        );
        assert_eq!(text(&ServerSentEvent::new().data("a\nb")), "data: \"a\\nb\"\n\n");
    }

    #[test]
    fn lines_end_where_a_browser_ends_them() {
        let event = ServerSentEvent::new().raw_data("a\nb\r\nc\rd\u{2028}e\u{b}f");
        assert_eq!(text(&event), "data: a\ndata: b\ndata: c\ndata: d\u{2028}e\u{b}f\n\n");
        assert_eq!(text(&ServerSentEvent::new().comment("x\n\ny")), ": x\n: \n: y\n\n");
    }

    #[test]
    fn no_field_gets_out_of_its_line() {
        for event in [
            ServerSentEvent::new().event("a\ndata: x"),
            ServerSentEvent::new().event("a\rb"),
            ServerSentEvent::new().id("a\nb"),
            ServerSentEvent::new().id("a\0b"),
            ServerSentEvent::new().data(&1).raw_data("1"),
        ] {
            assert!(event.to_bytes().is_err(), "{event:?}");
        }
    }
}
