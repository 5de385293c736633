//! Comparing secrets.

use std::hint::black_box;

/// Whether two secrets are equal, in a time that depends on their lengths alone: a comparison that stops at the first
/// difference tells a patient client how much of its guess was right.
///
/// ```
/// use fasterapi::security::constant_time_eq;
///
/// assert!(constant_time_eq("swordfish", "swordfish"));
/// assert!(!constant_time_eq("swordfish", "swordfisk"));
/// assert!(!constant_time_eq("sword", "swordfish"));
/// ```
pub fn constant_time_eq(a: impl AsRef<[u8]>, b: impl AsRef<[u8]>) -> bool {
    let (a, b) = (a.as_ref(), b.as_ref());
    // Equal lengths are told; what they hold is not.
    let mut difference = u8::from(a.len() != b.len());
    for (a, b) in a.iter().zip(b) {
        difference = black_box(difference | (a ^ b));
    }
    black_box(difference) == 0
}
