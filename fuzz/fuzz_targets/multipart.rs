//! Multipart forms with the boundary `b`; the first byte cuts the header's boundary short, now and then.

#![no_main]

use fasterapi_fuzz::{app::CLIENT, send};

libfuzzer_sys::fuzz_target!(|input: &[u8]| {
    let Some((first, body)) = input.split_first() else {
        return;
    };
    let content_type = match first {
        0 => "multipart/form-data",
        1 => "multipart/form-data; boundary=\"b\"",
        2 => "Multipart/Form-Data; charset=utf-8; BOUNDARY=b",
        3 => "multipart/form-data; boundary=",
        _ => "multipart/form-data; boundary=b",
    };
    for path in ["/files", "/form"] {
        send(
            CLIENT
                .post(path)
                .header("content-type", content_type)
                .body(body.to_vec()),
        );
    }
});
