//! [`Segment`]: a piece of a path template, as the tree of the routes sees it.

use super::template::Converter;

/// What stands between two slashes of a template.
#[derive(Debug, Clone, Copy)]
pub(super) enum Segment<'t> {
    /// Text alone, or nothing.
    Text(&'t str),
    /// One parameter and nothing else.
    Param(Converter),
    /// Several, or one with text beside it.
    Mixed { has_path: bool },
}

impl<'t> Segment<'t> {
    /// Goes on with this text, in which there is no slash.
    pub(super) fn add_text(&mut self, text: &'t str) {
        *self = match *self {
            segment if text.is_empty() => segment,
            Self::Text("") => Self::Text(text),
            Self::Text(_) => Self::Mixed { has_path: false },
            Self::Param(converter) => Self::Mixed {
                has_path: converter == Converter::Path,
            },
            mixed => mixed,
        };
    }

    /// Goes on with a parameter.
    pub(super) fn add(&mut self, converter: Converter) {
        let is_path = converter == Converter::Path;
        *self = match *self {
            Self::Text("") => Self::Param(converter),
            Self::Text(_) => Self::Mixed { has_path: is_path },
            Self::Param(Converter::Path) => Self::Mixed { has_path: true },
            Self::Param(_) => Self::Mixed { has_path: is_path },
            Self::Mixed { has_path } => Self::Mixed {
                has_path: has_path || is_path,
            },
        };
    }
}
