//! URL-encoded forms, into a model and into fields of their own.

#![no_main]

use fasterapi_fuzz::{app::CLIENT, send};

libfuzzer_sys::fuzz_target!(|body: &[u8]| {
    for path in ["/form", "/form_fields", "/files"] {
        let request = CLIENT
            .post(path)
            .header("content-type", "application/x-www-form-urlencoded");
        send(request.body(body.to_vec()));
    }
});
