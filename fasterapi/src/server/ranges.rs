//! What the numbers of a [`Config`] can be, whoever sets them: the program, the command line or the environment.

use std::ops::RangeInclusive;

use super::config::Config;
use super::error::ServerError;

/// The longest head that can be allowed, in bytes.
pub(crate) const HEAD: RangeInclusive<usize> = 1024..=1024 * 1024;
/// How many header fields can be allowed.
pub(crate) const FIELDS: RangeInclusive<usize> = 1..=10_000;
/// The longest header field that can be allowed, in bytes.
pub(crate) const FIELD: RangeInclusive<usize> = 64..=1024 * 1024;
/// The longest target that can be allowed, in bytes: hyper takes no longer one.
pub(crate) const TARGET: RangeInclusive<usize> = 64..=65_534;
/// The longest method that can be allowed, in bytes; that of `OPTIONS` is the least.
pub(crate) const METHOD: RangeInclusive<usize> = 7..=1024;
/// How many parameters, cookies, fields and files can be allowed.
pub(crate) const COUNT: RangeInclusive<usize> = 0..=1_000_000;
/// How many requests of one connection can be allowed.
pub(crate) const REQUESTS: RangeInclusive<usize> = 1..=1_000_000_000;
/// How many connections can be allowed.
pub(crate) const CONNECTIONS: RangeInclusive<usize> = 1..=10_000_000;
/// How many connections of one worker can be allowed.
pub(crate) const CONCURRENCY: RangeInclusive<usize> = 1..=1_000_000;
/// How many connections may wait to be accepted.
pub(crate) const BACKLOG: RangeInclusive<usize> = 1..=65_535;
/// After how many requests the server can be told to end.
pub(crate) const MAX_REQUESTS: RangeInclusive<usize> = 1..=usize::MAX;
/// How many threads can serve.
pub(crate) const WORKERS: RangeInclusive<usize> = 1..=1024;
/// How many bytes can be allowed to come out of one.
pub(crate) const RATIO: RangeInclusive<usize> = 1..=u32::MAX as usize;

impl Config {
    /// Looks at the numbers that a program has set; those of the command line were looked at when they were read.
    ///
    /// # Errors
    /// A value is out of its range.
    pub(crate) fn check(&self) -> Result<(), ServerError> {
        let limits = &self.limits;
        let numbers = [
            ("limit_request_head", Some(limits.head), HEAD),
            ("limit_request_fields", Some(limits.fields), FIELDS),
            ("limit_request_field_size", Some(limits.field), FIELD),
            ("limit_request_target", Some(limits.target), TARGET),
            ("limit_request_method", Some(limits.method), METHOD),
            ("limit_connections", limits.connections, CONNECTIONS),
            ("limit_keep_alive_requests", limits.keep_alive_requests, REQUESTS),
            ("limit_query_params", limits.query_params, COUNT),
            ("limit_cookies", limits.cookies, COUNT),
            ("limit_form_fields", limits.form_fields, COUNT),
            ("limit_form_files", limits.form_files, COUNT),
            (
                "limit_decompression_ratio",
                limits.decompression_ratio.map(|ratio| ratio as usize),
                RATIO,
            ),
            ("limit_concurrency", self.limit_concurrency, CONCURRENCY),
            ("limit_max_requests", self.limit_max_requests, MAX_REQUESTS),
            ("backlog", Some(self.backlog as usize), BACKLOG),
            ("workers", Some(self.workers), WORKERS),
        ];
        for (name, value, range) in numbers {
            if let Some(value) = value.filter(|value| !range.contains(value)) {
                let (least, most) = (range.start(), range.end());
                return Err(ServerError::new(format!(
                    "{name} is {value}, and must be from {least} to {most}"
                )));
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_out_of_range_are_told() {
        assert!(Config::new().check().is_ok());
        for (config, text) in [
            (
                Config::new().limit_request_head(1023),
                "limit_request_head is 1023, and must be from 1024 to 1048576",
            ),
            (
                Config::new().limit_request_fields(0),
                "limit_request_fields is 0, and must be from 1 to 10000",
            ),
            (
                Config::new().limit_request_target(65_535),
                "limit_request_target is 65535, and must be from 64 to 65534",
            ),
            (
                Config::new().limit_connections(0),
                "limit_connections is 0, and must be from 1 to 10000000",
            ),
            (
                Config::new().limit_concurrency(0),
                "limit_concurrency is 0, and must be from 1 to 1000000",
            ),
            (
                Config::new().limit_decompression_ratio(0),
                "limit_decompression_ratio is 0, and must be from 1 to 4294967295",
            ),
            (Config::new().backlog(0), "backlog is 0, and must be from 1 to 65535"),
            (
                Config::new().workers(2000),
                "workers is 2000, and must be from 1 to 1024",
            ),
        ] {
            assert_eq!(config.check().unwrap_err().to_string(), text);
        }
    }
}
