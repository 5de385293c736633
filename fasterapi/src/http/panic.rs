//! [`Panic`]: a panic of a handler, or of whatever else answers a request, as an error.

use std::any::Any;
use std::backtrace::Backtrace;
use std::cell::RefCell;
use std::error::Error;
use std::fmt;
use std::panic;
use std::sync::Once;

/// A panic, caught. The panic hook has told the log where it was.
#[derive(Debug)]
pub(crate) struct Panic {
    message: String,
    place: Option<PanicPlace>,
}

/// Where a panic was.
#[derive(Debug)]
pub(crate) struct PanicPlace {
    pub(crate) location: String,
    pub(crate) backtrace: Backtrace,
}

thread_local! {
    /// Where this thread panicked last, once somebody [watches](watch_panics).
    static LAST: RefCell<Option<PanicPlace>> = const { RefCell::new(None) };
}

/// From now on panics keep their place, for the page of `debug(true)`. The panic hook there was is called as before.
pub(crate) fn watch_panics() {
    static WATCHED: Once = Once::new();
    WATCHED.call_once(|| {
        let before = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            let place = PanicPlace {
                location: info.location().map(ToString::to_string).unwrap_or_default(),
                backtrace: Backtrace::force_capture(),
            };
            // a thread that is ending has no place for it
            let _ = LAST.try_with(|last| last.replace(Some(place)));
            before(info);
        }));
    });
}

impl Panic {
    /// What `catch_unwind` caught on this thread.
    pub(crate) fn caught(payload: &(dyn Any + Send)) -> Self {
        let text = payload.downcast_ref::<&str>().copied();
        let text = text.or_else(|| payload.downcast_ref::<String>().map(String::as_str));
        Self {
            message: text.unwrap_or("no message").to_owned(),
            place: LAST.try_with(RefCell::take).ok().flatten(),
        }
    }

    /// Where it was, if that was kept.
    pub(crate) fn place(&self) -> Option<&PanicPlace> {
        self.place.as_ref()
    }
}

impl fmt::Display for Panic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a panic: {}", self.message)
    }
}

impl Error for Panic {}
