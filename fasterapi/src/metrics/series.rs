//! [`Cell`]: what is counted of requests with the same labels.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use http::{Method, StatusCode};

/// The values of the label `method`: those of RFC 9110 and 5789, and one for all others, of which clients may make up any number.
pub(super) const METHODS: [&str; 10] = [
    "GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH", "_OTHER",
];

/// The values of the label `status`; the last is for clients that left before there was one.
pub(super) const STATUSES: [&str; 6] = ["1xx", "2xx", "3xx", "4xx", "5xx", "aborted"];

/// Upper bounds of the sizes of answers, in bytes.
pub(super) const BYTES: [u64; 6] = [100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000];

/// The number of a method among [`METHODS`].
pub(super) fn method(method: &Method) -> usize {
    let known = METHODS.iter().position(|known| *known == method.as_str());
    known.unwrap_or(METHODS.len() - 1)
}

/// The number of a status among [`STATUSES`].
pub(super) fn status(status: Option<StatusCode>) -> usize {
    match status {
        Some(status) => usize::from(status.as_u16() / 100).clamp(1, 5) - 1,
        None => STATUSES.len() - 1,
    }
}

/// A histogram: how many were at most each bound, and beyond the last.
#[derive(Debug)]
pub(super) struct Histogram {
    buckets: Box<[AtomicU64]>,
    sum: AtomicU64,
}

impl Histogram {
    fn new(bounds: usize) -> Self {
        Self {
            buckets: std::iter::repeat_with(AtomicU64::default).take(bounds + 1).collect(),
            sum: AtomicU64::new(0),
        }
    }

    /// Counts one in bucket number `bucket`.
    fn add(&self, bucket: usize, value: u64) {
        if let Some(bucket) = self.buckets.get(bucket) {
            bucket.fetch_add(1, Ordering::Relaxed);
            self.sum.fetch_add(value, Ordering::Relaxed);
        }
    }

    /// How many there were up to each bound, the last being all, and the sum.
    pub(super) fn read(&self) -> (Vec<u64>, u64) {
        let mut total = 0;
        let counts = self.buckets.iter().map(|bucket| {
            total += bucket.load(Ordering::Relaxed);
            total
        });
        (counts.collect(), self.sum.load(Ordering::Relaxed))
    }
}

/// What is counted of requests with the same labels.
#[derive(Debug)]
pub(super) struct Cell {
    /// In nanoseconds.
    pub(super) times: Histogram,
    /// In bytes.
    pub(super) sizes: Histogram,
}

impl Cell {
    /// Counts a request; `size` is that of its answer, where it is known.
    pub(super) fn count(&self, bounds: &[f64], time: Duration, size: Option<u64>) {
        let seconds = time.as_secs_f64();
        let bucket = bounds.partition_point(|bound| *bound < seconds);
        self.times
            .add(bucket, u64::try_from(time.as_nanos()).unwrap_or(u64::MAX));
        if let Some(size) = size {
            self.sizes.add(BYTES.partition_point(|bound| *bound < size), size);
        }
    }
}

/// The cells of one route, each made when it is needed first.
#[derive(Debug)]
pub(super) struct Cells {
    cells: Box<[OnceLock<Box<Cell>>]>,
}

impl Cells {
    pub(super) fn new() -> Self {
        let count = METHODS.len() * STATUSES.len();
        Self {
            cells: std::iter::repeat_with(OnceLock::new).take(count).collect(),
        }
    }

    pub(super) fn get(&self, method: usize, status: usize, bounds: usize) -> Option<&Cell> {
        let cell = self.cells.get(method * STATUSES.len() + status)?;
        Some(cell.get_or_init(|| {
            Box::new(Cell {
                times: Histogram::new(bounds),
                sizes: Histogram::new(BYTES.len()),
            })
        }))
    }

    /// Those that are in use, with their labels.
    pub(super) fn used(&self) -> impl Iterator<Item = (&'static str, &'static str, &Cell)> {
        self.cells.iter().enumerate().filter_map(|(number, cell)| {
            let (method, status) = (number / STATUSES.len(), number % STATUSES.len());
            Some((METHODS[method], STATUSES[status], &**cell.get()?))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_counts_up_to_the_bound_that_it_reaches() {
        let cells = Cells::new();
        let cell = cells.get(0, 1, 2).unwrap();
        for milliseconds in [1, 10, 11, 1000] {
            cell.count(
                &[0.01, 0.1],
                Duration::from_millis(milliseconds),
                Some(milliseconds * 100),
            );
        }
        assert_eq!(cell.times.read(), (vec![2, 3, 4], 1_022_000_000));
        assert_eq!(cell.sizes.read(), (vec![1, 2, 3, 4, 4, 4, 4], 102_200));
        let used: Vec<_> = cells.used().map(|(method, status, _)| (method, status)).collect();
        assert_eq!(used, [("GET", "2xx")]);
    }

    #[test]
    fn what_clients_make_up_is_one_label() {
        let other = METHODS.len() - 1;
        for name in ["PURGE", "get", "G"] {
            assert_eq!(method(&Method::from_bytes(name.as_bytes()).unwrap()), other);
        }
        assert_eq!(METHODS[method(&Method::PATCH)], "PATCH");
        assert_eq!(STATUSES[status(Some(StatusCode::NOT_FOUND))], "4xx");
        assert_eq!(STATUSES[status(StatusCode::from_u16(999).ok())], "5xx");
        assert_eq!(STATUSES[status(None)], "aborted");
    }
}
