//! [`FormLimits`]: how much of a form is taken in.

/// How much of a form is taken in; more is answered with 400 or, for the total, with 413.
///
/// ```
/// use fasterapi::request::FormLimits;
///
/// let limits = FormLimits::new().max_files(3).max_part_size(64 * 1024);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FormLimits {
    pub(crate) files: usize,
    pub(crate) fields: usize,
    pub(crate) part_size: usize,
    pub(crate) part_headers: usize,
    pub(crate) total_size: u64,
}

impl FormLimits {
    /// 1000 files, 1000 fields, 1 MiB a field, 8 KiB for the headers of each, 50 MiB in total.
    pub const fn new() -> Self {
        Self {
            files: 1000,
            fields: 1000,
            part_size: 1024 * 1024,
            part_headers: 8 * 1024,
            total_size: 50 * 1024 * 1024,
        }
    }

    /// The most files; 1000 by default.
    #[must_use]
    pub const fn max_files(mut self, files: usize) -> Self {
        self.files = files;
        self
    }

    /// The most fields that are no files; 1000 by default.
    #[must_use]
    pub const fn max_fields(mut self, fields: usize) -> Self {
        self.fields = fields;
        self
    }

    /// The largest field that is no file, in bytes; 1 MiB by default.
    #[must_use]
    pub const fn max_part_size(mut self, bytes: usize) -> Self {
        self.part_size = bytes;
        self
    }

    /// The longest headers of one field or file of a multipart body, in bytes; 8 KiB by default.
    #[must_use]
    pub const fn max_part_headers(mut self, bytes: usize) -> Self {
        self.part_headers = bytes;
        self
    }

    /// The largest multipart body with all its files, in bytes; 50 MiB by default.
    #[must_use]
    pub const fn max_total_size(mut self, bytes: u64) -> Self {
        self.total_size = bytes;
        self
    }

    /// Too many fields: the text for the client.
    pub(super) fn too_many_fields(self) -> String {
        format!("Too many fields. Maximum number of fields is {}.", self.fields)
    }
}

impl Default for FormLimits {
    fn default() -> Self {
        Self::new()
    }
}
