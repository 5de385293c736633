//! [`Session`]: the values of one client.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use crate::handler::{Description, Scope};
use crate::http::Errors;
use crate::logging;
use crate::params::{Argument, Kind, Param};
use crate::response::{Abort, internal_server_error};

/// The values of one client, kept by [`Sessions`](super::Sessions). Handlers and dependencies take it as an argument;
/// all copies in one request are the same session.
#[derive(Clone)]
pub struct Session(Arc<Mutex<Values>>);

struct Values {
    map: Map<String, Value>,
    existed: bool,
    accessed: bool,
    changed: bool,
}

/// What became of a session in a request.
pub(super) struct Outcome {
    /// Whether there was one before.
    pub(super) existed: bool,
    /// Whether anybody looked.
    pub(super) accessed: bool,
    /// The new values, where they changed.
    pub(super) changed: Option<Map<String, Value>>,
}

impl Session {
    pub(super) fn new(values: Option<Map<String, Value>>) -> Self {
        Self(Arc::new(Mutex::new(Values {
            existed: values.is_some(),
            map: values.unwrap_or_default(),
            accessed: false,
            changed: false,
        })))
    }

    pub(super) fn outcome(&self) -> Outcome {
        let values = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        Outcome {
            existed: values.existed,
            accessed: values.accessed,
            changed: values.changed.then(|| values.map.clone()),
        }
    }

    fn values(&self) -> MutexGuard<'_, Values> {
        let mut values = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        values.accessed = true;
        values
    }

    /// A value; `None` where there is none, or one of another type.
    pub fn get<T: DeserializeOwned>(&self, name: &str) -> Option<T> {
        let value = self.values().map.get(name)?.clone();
        serde_json::from_value(value).ok()
    }

    /// Sets a value. One that JSON cannot hold is left out and logged.
    pub fn insert(&self, name: impl Into<String>, value: impl Serialize) {
        let name = name.into();
        match serde_json::to_value(value) {
            Ok(value) => {
                let mut values = self.values();
                values.changed = true;
                values.map.insert(name, value);
            }
            Err(error) => logging::error(format_args!("the session cannot hold {name:?}: {error}")),
        }
    }

    /// Removes a value, and tells whether there was one.
    pub fn remove(&self, name: &str) -> bool {
        let mut values = self.values();
        let removed = values.map.shift_remove(name).is_some();
        values.changed |= removed;
        removed
    }

    /// Removes all values; the cookie is deleted.
    pub fn clear(&self) {
        let mut values = self.values();
        values.changed = true;
        values.map.clear();
    }

    /// Whether there is no value.
    pub fn is_empty(&self) -> bool {
        self.values().map.is_empty()
    }

    /// A copy of all values, as an object.
    pub fn to_value(&self) -> Value {
        Value::Object(self.values().map.clone())
    }
}

impl fmt::Debug for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Session")
    }
}

#[diagnostic::do_not_recommend]
impl Argument for Session {
    const KIND: Kind = Kind::Parameter;

    fn describe(_: &'static Param, _: bool, _: &mut Description) {}

    fn take(scope: &mut Scope, _: &'static Param, _: usize, _: &mut Errors) -> Result<Option<Self>, Abort> {
        match scope.request().extensions().get::<Self>() {
            Some(session) => Ok(Some(session.clone())),
            None => {
                logging::error("a handler takes a Session, but the app has no Sessions middleware");
                Err(Abort::new(internal_server_error()))
            }
        }
    }
}
