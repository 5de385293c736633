//! How the process is, under the names that every Prometheus client has; where the system tells it (Linux).

use std::fs;
use std::time::{Duration, UNIX_EPOCH};

use super::format::Text;

/// The ticks of `/proc` in a second: the kernel's interface has 100 on every system but one of the past.
const TICKS: f64 = 100.0;

/// Writes what the system tells.
pub(super) fn write(text: &mut Text) {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    if let Some(bytes) = kibibytes(&status, "VmRSS:") {
        let help = "Resident memory size in bytes.";
        text.single("process_resident_memory_bytes", "gauge", help, bytes);
    }
    if let Some(bytes) = kibibytes(&status, "VmSize:") {
        let help = "Virtual memory size in bytes.";
        text.single("process_virtual_memory_bytes", "gauge", help, bytes);
    }
    let stat = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    if let Some((cpu, started)) = times(&stat) {
        let help = "Total user and system CPU time spent in seconds.";
        text.single("process_cpu_seconds_total", "counter", help, cpu);
        let boot = fs::read_to_string("/proc/stat").unwrap_or_default();
        if let Some(boot) = boot_time(&boot) {
            let help = "Start time of the process since unix epoch in seconds.";
            text.single("process_start_time_seconds", "gauge", help, boot + started);
        }
    }
    if let Ok(files) = fs::read_dir("/proc/self/fd") {
        // without the one that reads them
        let open = files.count().saturating_sub(1);
        text.single("process_open_fds", "gauge", "Number of open file descriptors.", open);
    }
    let limits = fs::read_to_string("/proc/self/limits").unwrap_or_default();
    if let Some(most) = max_files(&limits) {
        let help = "Maximum number of open file descriptors.";
        text.single("process_max_fds", "gauge", help, most);
    }
}

/// A line of `/proc/self/status` such as `VmRSS:  1234 kB`, in bytes.
fn kibibytes(status: &str, name: &str) -> Option<u64> {
    let line = status.lines().find_map(|line| line.strip_prefix(name))?;
    let number: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(number * 1024)
}

/// CPU time, and the start after the boot, in seconds.
fn times(stat: &str) -> Option<(f64, f64)> {
    // the name of the program is in parentheses, and may have anything in it
    let fields: Vec<&str> = stat[stat.rfind(')')? + 1..].split_whitespace().collect();
    let field = |number: usize| fields.get(number - 3)?.parse::<f64>().ok();
    Some(((field(14)? + field(15)?) / TICKS, field(22)? / TICKS))
}

/// When the system was started, in seconds since 1970.
fn boot_time(stat: &str) -> Option<f64> {
    let line = stat.lines().find_map(|line| line.strip_prefix("btime "))?;
    let boot = UNIX_EPOCH + Duration::from_secs(line.trim().parse().ok()?);
    Some(boot.duration_since(UNIX_EPOCH).ok()?.as_secs_f64())
}

/// How many files may be open.
fn max_files(limits: &str) -> Option<u64> {
    let line = limits.lines().find_map(|line| line.strip_prefix("Max open files"))?;
    line.split_whitespace().next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lines_of_proc_are_read() {
        assert_eq!(
            kibibytes("Name:\tx\nVmRSS:\t    1234 kB\n", "VmRSS:"),
            Some(1234 * 1024)
        );
        let stat = "42 (a) b) S 1 42 42 0 -1 4194560 100 0 0 0 150 50 0 0 20 0 4 0 12300 1 2";
        assert_eq!(times(stat), Some((2.0, 123.0)));
        assert_eq!(boot_time("cpu 1\nbtime 1700000000\n"), Some(1_700_000_000.0));
        assert_eq!(
            max_files("Max open files            1024      524288   files"),
            Some(1024)
        );
        assert_eq!(
            (kibibytes("", "VmRSS:"), times(""), boot_time(""), max_files("")),
            (None, None, None, None)
        );
    }
}
