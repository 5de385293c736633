//! The options that say how much a request may be.

use super::options::CliOption;
use super::values::{number, seconds, within};
use crate::server::ranges::{CONNECTIONS, COUNT, FIELD, FIELDS, HEAD, METHOD, REQUESTS, TARGET};

/// uvicorn's name of an option, and ours.
pub(super) const OTHER_NAMES: &[(&str, &str)] = &[("h11-max-incomplete-event-size", "limit-request-head")];

pub(super) const LIMITS: &[CliOption] = &[
    CliOption {
        name: "limit-request-head",
        value: Some("BYTES"),
        env: &[
            "FASTERAPI_LIMIT_REQUEST_HEAD",
            "FASTERAPI_H11_MAX_INCOMPLETE_EVENT_SIZE",
        ],
        help: "Longest head of a request [65536]",
        set: |config, value| within(value, &HEAD).map(|given| config.limits.head = given),
    },
    CliOption {
        name: "limit-request-fields",
        value: Some("NUMBER"),
        env: &["FASTERAPI_LIMIT_REQUEST_FIELDS"],
        help: "Most header fields of a request [100]",
        set: |config, value| within(value, &FIELDS).map(|given| config.limits.fields = given),
    },
    CliOption {
        name: "limit-request-field-size",
        value: Some("BYTES"),
        env: &["FASTERAPI_LIMIT_REQUEST_FIELD_SIZE"],
        help: "Longest header field of a request [16384]",
        set: |config, value| within(value, &FIELD).map(|given| config.limits.field = given),
    },
    CliOption {
        name: "limit-request-target",
        value: Some("BYTES"),
        env: &["FASTERAPI_LIMIT_REQUEST_TARGET"],
        help: "Longest path and query [8192]",
        set: |config, value| within(value, &TARGET).map(|given| config.limits.target = given),
    },
    CliOption {
        name: "limit-request-method",
        value: Some("BYTES"),
        env: &["FASTERAPI_LIMIT_REQUEST_METHOD"],
        help: "Longest method [32]",
        set: |config, value| within(value, &METHOD).map(|given| config.limits.method = given),
    },
    CliOption {
        name: "limit-request-body",
        value: Some("BYTES"),
        env: &["FASTERAPI_LIMIT_REQUEST_BODY"],
        help: "Longest body that is read [what the app says]",
        set: |config, value| number(value, 0, usize::MAX).map(|given| config.limits.body = Some(given)),
    },
    CliOption {
        name: "limit-request-body-rate",
        value: Some("BYTES"),
        env: &["FASTERAPI_LIMIT_REQUEST_BODY_RATE"],
        help: "Slowest body, in bytes a second; 0 is any [500]",
        set: |config, value| number(value, 0, u32::MAX).map(|given| config.limits.body_rate = given),
    },
    CliOption {
        name: "timeout-request-body-grace",
        value: Some("SECONDS"),
        env: &["FASTERAPI_TIMEOUT_REQUEST_BODY_GRACE"],
        help: "How long a body may be slower than that [30]",
        set: |config, value| seconds(value).map(|given| config.limits.body_grace = given),
    },
    CliOption {
        name: "limit-query-params",
        value: Some("NUMBER"),
        env: &["FASTERAPI_LIMIT_QUERY_PARAMS"],
        help: "Most query parameters [what the app says]",
        set: |config, value| within(value, &COUNT).map(|given| config.limits.query_params = Some(given)),
    },
    CliOption {
        name: "limit-cookies",
        value: Some("NUMBER"),
        env: &["FASTERAPI_LIMIT_COOKIES"],
        help: "Most cookies [what the app says]",
        set: |config, value| within(value, &COUNT).map(|given| config.limits.cookies = Some(given)),
    },
    CliOption {
        name: "limit-form-fields",
        value: Some("NUMBER"),
        env: &["FASTERAPI_LIMIT_FORM_FIELDS"],
        help: "Most fields of a form [what the app says]",
        set: |config, value| within(value, &COUNT).map(|given| config.limits.form_fields = Some(given)),
    },
    CliOption {
        name: "limit-form-files",
        value: Some("NUMBER"),
        env: &["FASTERAPI_LIMIT_FORM_FILES"],
        help: "Most files of a form [what the app says]",
        set: |config, value| within(value, &COUNT).map(|given| config.limits.form_files = Some(given)),
    },
    CliOption {
        name: "limit-form-field-size",
        value: Some("BYTES"),
        env: &["FASTERAPI_LIMIT_FORM_FIELD_SIZE"],
        help: "Longest field of a form [what the app says]",
        set: |config, value| number(value, 0, usize::MAX).map(|given| config.limits.form_field_size = Some(given)),
    },
    CliOption {
        name: "limit-form-part-headers",
        value: Some("BYTES"),
        env: &["FASTERAPI_LIMIT_FORM_PART_HEADERS"],
        help: "Longest headers of a part of a form [what the app says]",
        set: |config, value| number(value, 0, usize::MAX).map(|given| config.limits.form_part_headers = Some(given)),
    },
    CliOption {
        name: "limit-form-size",
        value: Some("BYTES"),
        env: &["FASTERAPI_LIMIT_FORM_SIZE"],
        help: "Longest multipart form, with its files [what the app says]",
        set: |config, value| number(value, 0, u64::MAX).map(|given| config.limits.form_size = Some(given)),
    },
    CliOption {
        name: "limit-decompression-ratio",
        value: Some("NUMBER"),
        env: &["FASTERAPI_LIMIT_DECOMPRESSION_RATIO"],
        help: "Most bytes from one that was compressed [what the app says]",
        set: |config, value| number(value, 1, u32::MAX).map(|given| config.limits.decompression_ratio = Some(given)),
    },
    CliOption {
        name: "limit-keep-alive-requests",
        value: Some("NUMBER"),
        env: &["FASTERAPI_LIMIT_KEEP_ALIVE_REQUESTS"],
        help: "Most requests of a connection [no limit]",
        set: |config, value| within(value, &REQUESTS).map(|given| config.limits.keep_alive_requests = Some(given)),
    },
    CliOption {
        name: "limit-connections",
        value: Some("NUMBER"),
        env: &["FASTERAPI_LIMIT_CONNECTIONS"],
        help: "Most open connections [25000, or 4/5 of the descriptors]",
        set: |config, value| within(value, &CONNECTIONS).map(|given| config.limits.connections = Some(given)),
    },
];
