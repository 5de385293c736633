//! Query strings, into parameters of their own and into a model.

#![no_main]

use fasterapi::Uri;
use fasterapi_fuzz::{app::CLIENT, send};

libfuzzer_sys::fuzz_target!(|query: &[u8]| {
    for path in ["/query", "/query_model"] {
        let mut target = format!("{path}?").into_bytes();
        target.extend_from_slice(query);
        // what hyper would not let through never arrives
        let Ok(target) = String::from_utf8(target) else { return };
        if Uri::try_from(&target).is_ok() {
            send(CLIENT.get(&target));
        }
    }
});
