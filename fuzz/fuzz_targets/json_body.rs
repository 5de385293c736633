//! A JSON body into a model that has something of everything, and one of several body arguments.

#![no_main]

use fasterapi_fuzz::{app::CLIENT, echo, send};

libfuzzer_sys::fuzz_target!(|body: &[u8]| {
    echo("/json", body);
    send(
        CLIENT
            .post("/several")
            .header("content-type", "application/json")
            .body(body.to_vec()),
    );
});
