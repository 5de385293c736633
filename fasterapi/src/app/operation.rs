//! [`Operation`]: the plan of one route, walked by each of its requests.

use std::any::TypeId;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use http::StatusCode;

use crate::dependency::{Guard, Limit, StandIn};
use crate::handler::{Answer, Scope};
use crate::http::Endpoint;
use crate::middleware::Middleware;
use crate::routing::{Mounted, Template};
use crate::static_files::FrontendFiles;

/// The plan of one route, made once in `build()`.
#[derive(Debug)]
pub(crate) struct Operation {
    pub(crate) call: fn(Scope) -> Answer,
    /// The success status, when the route declares one.
    pub(crate) status: Option<StatusCode>,
    /// For each parameter slot, the number of its capture in the path, or `NO_CAPTURE`.
    pub(crate) captures: Box<[u8]>,
    /// Dependencies without a value, with the first slot of each.
    pub(crate) guards: Box<[(Guard, usize)]>,
    /// Whether one of the guards may wait.
    pub(crate) guards_wait: bool,
    /// Dependencies that more than one user asks for, or that another stands in for.
    pub(crate) special: Box<[TypeId]>,
    /// What stands in for dependencies.
    pub(crate) stand_ins: Box<[Placed]>,
    /// The slots of dependencies that end before the answer is sent: the first, and the one after the last.
    pub(crate) ends_early: Box<[(usize, usize)]>,
    /// The limits at which a request has its turn until it is over, in one order for all routes.
    pub(crate) limits: Box<[&'static Limit]>,
    /// Whether body arguments are members of one object.
    pub(crate) embed: bool,
    /// Whether nothing is read of the body, no cookie, and nothing left to do after the answer.
    pub(crate) plain: bool,
    /// Whether a cookie is a parameter.
    pub(crate) takes_cookies: bool,
    /// What is read of the body before the handler runs.
    pub(crate) body: BodyUse,
    /// Whether something may be left to do after the answer.
    pub(crate) leaves_work: bool,
    /// Whether the whole request goes to the handler.
    pub(crate) takes_request: bool,
    pub(crate) strict_content_type: bool,
    /// The longest body that is read, in bytes.
    pub(crate) max_body_size: usize,
    pub(crate) size_hint: SizeHint,
    /// The middleware of its own and of its routers, outermost first.
    pub(crate) middleware: Box<[Arc<Middleware>]>,
    /// What answers instead of a function with arguments.
    pub(crate) service: Option<Arc<dyn Mounted>>,
    /// The files of an operation that is a frontend, and the length of its prefix.
    pub(crate) frontend: Option<(Arc<FrontendFiles>, usize)>,
    /// Whether it takes WebSockets.
    pub(crate) websocket: bool,
    pub(crate) name: String,
    pub(crate) tags: Vec<String>,
    /// The companion of its function.
    pub(crate) id: TypeId,
    pub(crate) methods: Vec<http::Method>,
    pub(crate) template: Template,
    /// Module, file and line of its function.
    pub(crate) location: (&'static str, &'static str, u32),
}

/// A stand-in with its place in a route's plan.
#[derive(Debug)]
pub(crate) struct Placed {
    /// The dependency it stands in for.
    pub(crate) id: TypeId,
    /// Whether this one ends before the answer is sent.
    pub(crate) ends_early: bool,
    pub(crate) stand_in: StandIn,
    /// The number of its first slot.
    pub(crate) slot: usize,
}

/// What the arguments of a route need of the body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum BodyUse {
    /// Nothing.
    None,
    /// The bytes.
    Json,
    /// The fields of a form; files of these names are kept in memory.
    Form(Box<[&'static str]>),
}

impl Operation {
    /// Its function, for the log.
    #[cold]
    pub(crate) fn endpoint(&self) -> Endpoint {
        let (module, file, line) = self.location;
        let [method] = &self.methods[..] else {
            return Endpoint::new(module, &self.name, file, line, None, self.template.text());
        };
        Endpoint::new(module, &self.name, file, line, Some(method), self.template.text())
    }

    /// Whether some dependencies are shared, or have others standing in for them.
    #[inline]
    pub(crate) fn has_special(&self) -> bool {
        !self.special.is_empty()
    }

    /// The number of the capture called `name`.
    pub(crate) fn capture_of(&self, name: &str) -> Option<usize> {
        self.template.names().position(|known| known == name)
    }
}

/// The length of the last answer: a good guess at the next one's.
#[derive(Debug, Default)]
pub(crate) struct SizeHint(AtomicUsize);

impl SizeHint {
    /// Answers larger than this are not worth guessing.
    const LIMIT: usize = 64 * 1024;

    pub(crate) fn get(&self) -> usize {
        self.0.load(Ordering::Relaxed)
    }

    pub(crate) fn set(&self, length: usize) {
        if length != self.get() && length <= Self::LIMIT {
            self.0.store(length, Ordering::Relaxed);
        }
    }
}
