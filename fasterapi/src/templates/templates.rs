//! [`Templates`].

use std::fmt;
use std::path::Path;
use std::sync::Arc;

use minijinja::value::{Serde, Value};
use minijinja::{Environment, Error, path_loader};
use serde::Serialize;

use super::context::Merged;
use super::request::RequestObject;
use super::{Rendered, TemplateResponse, escape, url_for};
use crate::BuildError;
use crate::request::Request;

type Processor = Arc<dyn Fn(&Request) -> Value + Send + Sync>;

/// A folder of templates: FastAPI's `Jinja2Templates`. Give it to the app as state.
///
/// Templates are written in the language of Jinja ([`minijinja`]). What they print is escaped as HTML, unless the file's name
/// ends in something that is plain text (`.txt`, `.md`, `.csv`, `.css`, `.toml`, `.ini`, `.eml`) or JSON; `.j2`, `.jinja`
/// and `.jinja2` behind it do not count. `url_for` makes addresses, and `request` is in the context.
///
/// In development (a debug build, or `FASTERAPI_ENV=development`) a template that was changed is read again; in a release
/// build each is read once.
#[derive(Clone)]
pub struct Templates(Arc<Inner>);

#[derive(Clone)]
struct Inner {
    environment: Environment<'static>,
    processors: Vec<Processor>,
}

impl fmt::Debug for Templates {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Templates").field(&self.0.environment).finish()
    }
}

impl Templates {
    /// The templates of a folder; they are read when they are needed first.
    ///
    /// # Errors
    /// There is no such folder.
    pub fn new(directory: impl AsRef<Path>) -> Result<Self, BuildError> {
        Self::with(directory, |_| {})
    }

    /// The templates of a folder, in an environment with filters, functions and globals of your own:
    /// `Templates::with("templates", |env| env.add_filter("euro", euro))`.
    ///
    /// # Errors
    /// There is no such folder.
    pub fn with(
        directory: impl AsRef<Path>,
        configure: impl FnOnce(&mut Environment<'static>),
    ) -> Result<Self, BuildError> {
        let directory = directory.as_ref();
        if !directory.is_dir() {
            let shown = std::path::absolute(directory).unwrap_or_else(|_| directory.to_path_buf());
            let problem = format!("there is no folder {} to read templates from", shown.display());
            return Err(BuildError::new(vec![problem]));
        }
        let mut environment = Environment::new();
        environment.set_loader(path_loader(directory));
        let development = std::env::var_os("FASTERAPI_ENV").map(|value| value == "development");
        environment.set_auto_reload(development.unwrap_or(cfg!(debug_assertions)));
        configure(&mut environment);
        Ok(Self::of(environment))
    }

    /// The templates of an environment that is made already, such as one with templates inside the binary. It gets the
    /// escaping of this module and `url_for`.
    pub fn of(mut environment: Environment<'static>) -> Self {
        environment.set_auto_escape_callback(escape::by_name);
        environment.set_formatter(escape::format);
        environment.add_filter("escape", escape::filter);
        environment.add_filter("e", escape::filter);
        environment.add_function("url_for", url_for::function);
        Self(Arc::new(Inner {
            environment,
            processors: Vec::new(),
        }))
    }

    /// Adds a context processor: a function whose map every template sees, over what it is rendered with. Of two that
    /// know a name the last added counts. Clones that were made before do not have it.
    #[must_use]
    pub fn context_processor(mut self, processor: impl Fn(&Request) -> Value + Send + Sync + 'static) -> Self {
        Arc::make_mut(&mut self.0).processors.push(Arc::new(processor));
        self
    }

    /// The environment, for what has no request: `templates.environment().get_template("mail.txt")`.
    pub fn environment(&self) -> &Environment<'static> {
        &self.0.environment
    }

    /// Answers with the template called `name`: `text/html; charset=utf-8`, status 200. `context` is a map:
    /// [`context!`](macro@crate::templates::context), a model, `json!({..})`.
    ///
    /// A template that is not there, or fails, answers 500; the log says where it failed.
    pub fn response(&self, request: &Request, name: &str, context: impl Serialize) -> TemplateResponse {
        let context = Value::from(Serde(context));
        let mut parts: Vec<Value> = self
            .0
            .processors
            .iter()
            .rev()
            .map(|processor| processor(request))
            .collect();
        parts.push(context);
        if let Some(rendered) = request.extensions().get::<Rendered>() {
            rendered.set(name, Value::from_object(Merged(parts.clone())));
        }
        parts.push(super::__pairs([(
            "request",
            Value::from_object(RequestObject(request.snapshot())),
        )]));
        TemplateResponse::new(self.render(name, Value::from_object(Merged(parts))))
    }

    fn render(&self, name: &str, context: Value) -> Result<String, Error> {
        self.0.environment.get_template(name)?.render(context)
    }
}
