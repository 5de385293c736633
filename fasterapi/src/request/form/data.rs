//! [`FormData`]: the fields of a form, in the order in which they were sent.

use std::sync::Arc;

use super::UploadFile;

/// The fields of a form, in the order in which they were sent; a name may come more than once.
///
/// Cloning is cheap: the clones share the fields.
#[derive(Debug, Clone)]
pub struct FormData(Arc<[(String, FormValue)]>);

/// The value of one field.
#[derive(Debug, Clone)]
pub enum FormValue {
    /// Text.
    Text(String),
    /// A file, or anything else that was sent with a file name.
    File(UploadFile),
}

impl FormData {
    pub(crate) fn new(fields: Vec<(String, FormValue)>) -> Self {
        Self(fields.into())
    }

    /// All fields in order.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (&str, &FormValue)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value))
    }

    /// The values of `name` in order.
    pub fn all<'f>(&'f self, name: &str) -> impl DoubleEndedIterator<Item = &'f FormValue> {
        self.0
            .iter()
            .filter(move |(known, _)| known == name)
            .map(|(_, value)| value)
    }

    /// The value of `name`; of several, the last.
    pub fn get(&self, name: &str) -> Option<&FormValue> {
        self.all(name).next_back()
    }

    /// The text of `name`; of several, the last.
    pub fn text(&self, name: &str) -> Option<&str> {
        match self.get(name)? {
            FormValue::Text(text) => Some(text),
            FormValue::File(_) => None,
        }
    }

    /// How many fields there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_of_a_name_counts_and_all_are_there() {
        let pairs = [("a", "1"), ("b", "2"), ("a", "3")];
        let fields = pairs.map(|(name, value)| (name.to_owned(), FormValue::Text(value.to_owned())));
        let form = FormData::new(fields.to_vec());
        assert_eq!(form.text("a"), Some("3"));
        assert_eq!(form.text("c"), None);
        assert_eq!((form.all("a").count(), form.len()), (2, 3));
    }
}
