//! Cookie headers; a line feed begins another one.

#![no_main]

use fasterapi::HeaderValue;
use fasterapi_fuzz::{app::CLIENT, send};

libfuzzer_sys::fuzz_target!(|input: &[u8]| {
    let values = input.split(|byte| *byte == b'\n');
    let values: Vec<&[u8]> = values.filter(|value| HeaderValue::from_bytes(value).is_ok()).collect();
    for path in ["/cookie", "/cookie_model"] {
        let request = values
            .iter()
            .fold(CLIENT.get(path), |request, value| request.header("cookie", value));
        send(request);
    }
});
