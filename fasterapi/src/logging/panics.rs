//! Panics as lines of the log: the standard message may be many, with whatever a client sent in them.

use std::backtrace::{Backtrace, BacktraceStatus};
use std::io::Write;
use std::panic::{self, PanicHookInfo};

use super::{LogFormat, Output};

type Hook = Box<dyn Fn(&PanicHookInfo<'_>) + Send + Sync>;

/// From now on a panic is one line, with what is known of the request. A program that has a hook of its own keeps it.
pub(super) fn log_panics() {
    let hook = panic::take_hook();
    // the standard one, as none is set now
    let standard = panic::take_hook();
    panic::set_hook(if is_same(&hook, &standard) {
        Box::new(told)
    } else {
        hook
    });
}

/// Whether both are the same function without data of its own. Two of which that cannot be said count as different.
fn is_same(hook: &Hook, other: &Hook) -> bool {
    size_of_val(&**hook) == 0 && size_of_val(&**other) == 0 && std::ptr::eq(&raw const **hook, &raw const **other)
}

/// The hook.
fn told(info: &PanicHookInfo<'_>) {
    let payload = info.payload();
    let text = payload.downcast_ref::<&str>().copied();
    let text = text.or_else(|| payload.downcast_ref::<String>().map(String::as_str));
    let text = text.unwrap_or("no message");
    let thread = std::thread::current();
    let thread = thread.name().unwrap_or("<unnamed>");
    let place = info.location().map(ToString::to_string).unwrap_or_default();
    // as the standard one, only where RUST_BACKTRACE asks for it
    let backtrace = Backtrace::capture();
    let backtrace = (backtrace.status() == BacktraceStatus::Captured).then(|| backtrace.to_string());
    match (Output::get().format, backtrace) {
        (LogFormat::Json, Some(backtrace)) => {
            tracing::error!(target: "fasterapi", { backtrace }, "thread '{thread}' panicked at {place}: {text}");
        }
        (_, backtrace) => {
            tracing::error!(target: "fasterapi", "thread '{thread}' panicked at {place}: {text}");
            if let Some(backtrace) = backtrace {
                // not `eprintln!`: where nobody reads stderr any more it panics, and a panic in here ends the program
                let _ = writeln!(std::io::stderr(), "{backtrace}");
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hook_of_the_program_s_own_is_told_from_another() {
        let hook: Hook = Box::new(told);
        let text = String::new();
        let other: Hook = Box::new(move |_| drop(text.clone()));
        assert!(is_same(&hook, &hook) && !is_same(&hook, &other) && !is_same(&other, &other));
    }
}
