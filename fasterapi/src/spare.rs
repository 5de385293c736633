//! Boxes that are used again: each request needs the same few, and one of a kind lies ready on each thread.
//!
//! Requests that wait at the same time take theirs from the allocator, and leave one when they are over.

use std::cell::Cell;
use std::thread::LocalKey;

/// The box that lies ready.
pub(crate) type Spare<T> = Cell<Option<Box<T>>>;

/// Takes it, if there is one.
#[inline]
pub(crate) fn take<T>(place: &'static LocalKey<Spare<T>>) -> Option<Box<T>> {
    place.try_with(Cell::take).ok().flatten()
}

/// Leaves one. What is in it must be as good as new.
#[inline]
pub(crate) fn leave<T>(place: &'static LocalKey<Spare<T>>, spare: Box<T>) {
    // a thread that ends has no use for it
    let _ = place.try_with(|place| place.set(Some(spare)));
}

/// Puts `value` where nothing is that needs to be dropped: to look for it would cost more than to write.
#[inline(always)]
pub(crate) fn fill<T>(empty: &mut T, value: T) {
    std::mem::forget(std::mem::replace(empty, value));
}

#[cfg(test)]
mod tests {
    use super::*;

    thread_local! {
        static NUMBER: Spare<u8> = const { Cell::new(None) };
    }

    #[test]
    fn a_box_that_was_left_is_taken_once() {
        assert_eq!(take(&NUMBER), None);
        leave(&NUMBER, Box::new(1));
        leave(&NUMBER, Box::new(2));
        assert_eq!(take(&NUMBER), Some(Box::new(2)));
        assert_eq!(take(&NUMBER), None);
    }
}
