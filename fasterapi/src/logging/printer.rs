//! [`Printer`]: the events of `tracing` as lines, with what is bound to the spans they are in.

use std::fmt;

use serde_json::Value;
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Subscriber};
use tracing_subscriber::layer::{Context, Layer};
use tracing_subscriber::registry::LookupSpan;

use super::{Fields, LogFormat, Output, Stream};
use crate::observe::REQUEST_SPAN;

/// Writes every event to stderr.
#[derive(Debug)]
pub(super) struct Printer;

/// Takes the fields of a span or an event; the message is told apart.
#[derive(Default)]
struct Taken {
    message: String,
    fields: Fields,
}

impl Taken {
    fn set(&mut self, field: &Field, value: impl Into<Value>) {
        self.fields.set(field.name(), value);
    }
}

impl Visit for Taken {
    fn record_f64(&mut self, field: &Field, value: f64) {
        self.set(field, value);
    }

    fn record_i64(&mut self, field: &Field, value: i64) {
        self.set(field, value);
    }

    fn record_u64(&mut self, field: &Field, value: u64) {
        self.set(field, value);
    }

    fn record_bool(&mut self, field: &Field, value: bool) {
        self.set(field, value);
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        if field.name() == "message" {
            value.clone_into(&mut self.message);
        } else {
            self.set(field, value);
        }
    }

    fn record_error(&mut self, field: &Field, value: &(dyn std::error::Error + 'static)) {
        let mut text = value.to_string();
        let mut cause = value.source();
        while let Some(error) = cause {
            text.push_str(": ");
            text.push_str(&error.to_string());
            cause = error.source();
        }
        self.set(field, text);
    }

    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.record_str(field, &format!("{value:?}"));
    }
}

/// Of a request's span, what a line of text tells: the rest is on the line of the access log.
fn is_told(name: &str) -> bool {
    matches!(name, "request_id" | "trace_id")
}

/// Of a request's span, what is for exporters alone.
fn is_internal(name: &str) -> bool {
    name.starts_with("otel.") || name.starts_with("code.") || name == "parent_span_id"
}

impl<S> Layer<S> for Printer
where
    S: Subscriber + for<'s> LookupSpan<'s>,
{
    fn on_new_span(&self, attributes: &Attributes<'_>, id: &Id, context: Context<'_, S>) {
        let Some(span) = context.span(id) else { return };
        let mut taken = Taken::default();
        attributes.record(&mut taken);
        span.extensions_mut().insert(taken.fields);
    }

    fn on_record(&self, id: &Id, values: &Record<'_>, context: Context<'_, S>) {
        let Some(span) = context.span(id) else { return };
        let mut taken = Taken::default();
        values.record(&mut taken);
        if let Some(fields) = span.extensions_mut().get_mut::<Fields>() {
            fields.replace(&taken.fields);
        }
    }

    fn on_event(&self, event: &Event<'_>, context: Context<'_, S>) {
        let mut taken = Taken::default();
        event.record(&mut taken);
        let output = Output::get();
        let mut fields = taken.fields;
        for span in context.event_scope(event).into_iter().flatten() {
            let extensions = span.extensions();
            let Some(bound) = extensions.get::<Fields>() else {
                continue;
            };
            match output.format {
                _ if span.metadata().target() != REQUEST_SPAN => fields.add(bound, |_| true),
                LogFormat::Text => fields.add(bound, is_told),
                LogFormat::Json => fields.add(bound, |name| !is_internal(name)),
            }
        }
        let metadata = event.metadata();
        output.write(
            Stream::Err,
            (*metadata.level()).into(),
            metadata.target(),
            &taken.message,
            &fields,
        );
    }
}
