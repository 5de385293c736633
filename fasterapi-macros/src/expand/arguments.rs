//! The arguments of a handler or dependency: a marker type for each, how they are described, taken, and passed on.
//!
//! A marker (`enum __Arg0 {}`) implements one trait of `__private::bindings`, whose associated type is the argument's
//! type. All other code names the marker, so that a type that does not fit is one error, at the type.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote};

use super::step::{Role, Step};
use crate::parse::argument::{Argument, Binding, Passing};
use crate::parse::function::{Function, is_named};
use crate::parse::param::Place;

/// All arguments of one function.
pub(super) struct Arguments<'a> {
    steps: Vec<Step<'a>>,
    own_slots: usize,
}

/// What the emitted code around the arguments calls things.
pub(super) struct Locals {
    /// `&mut Scope`.
    pub(super) scope: TokenStream,
    /// What is added to the number of a slot: `base +`, or nothing.
    pub(super) slot: TokenStream,
    /// `&mut Errors` of the dependencies.
    pub(super) errors: TokenStream,
    /// The function's own errors.
    pub(super) own: Ident,
    /// The errors of its bodies.
    pub(super) body: Ident,
    /// What to do with `Err(abort)`.
    pub(super) abort: TokenStream,
}

/// A name that no name of the user's can clash with.
pub(super) fn local(name: &str) -> Ident {
    Ident::new(name, Span::mixed_site())
}

impl<'a> Arguments<'a> {
    /// Numbers the arguments of `function`; `is_path` tells which take a segment of the route's own path.
    pub(super) fn new(function: &'a Function, is_path: impl Fn(&Argument) -> bool) -> Self {
        let mut own_slots = 0;
        let mut slot = || {
            own_slots += 1;
            own_slots - 1
        };
        let mut steps = Vec::new();
        for (index, argument) in function.arguments.iter().enumerate() {
            let role = match (&argument.binding, argument.passing) {
                (Binding::Depends(depends), _) => Role::Depends { cached: depends.cache },
                (Binding::Security(_), _) => Role::Security {
                    optional: is_named(&argument.ty, "Option"),
                },
                (Binding::Param(args), _) if args.place == Place::Body => Role::Body,
                (Binding::Param(args), _) if args.place == Place::Form => Role::Form,
                (Binding::Param(args), _) if args.place == Place::File => Role::File,
                (Binding::Param(args), _) => Role::Param(slot(), args.place),
                (Binding::Plain, Passing::Shared) => Role::Lent { exclusive: false },
                (Binding::Plain, Passing::Exclusive) => Role::Lent { exclusive: true },
                (Binding::Plain, Passing::Owned) if is_path(argument) => Role::Param(slot(), Place::Path),
                (Binding::Plain, Passing::Owned) => Role::Plain(slot()),
            };
            let (marker, local) = (format_ident!("__Arg{index}"), local(&format!("argument_{index}")));
            steps.push(Step {
                argument,
                marker,
                local,
                role,
            });
        }
        Self { steps, own_slots }
    }

    fn dependencies(&self) -> impl Iterator<Item = &Step<'a>> {
        self.steps.iter().filter(|step| step.is_dependency())
    }

    /// The marker types.
    pub(super) fn markers(&self) -> TokenStream {
        let has_form = self
            .steps
            .iter()
            .any(|step| matches!(step.role, Role::Form | Role::File));
        let no_json = self.steps.iter().filter(|_| has_form).map(Step::is_no_json);
        self.steps.iter().map(Step::marker).chain(no_json).collect()
    }

    /// How many slots the arguments take, and those of the dependencies after them.
    pub(super) fn slots(&self) -> TokenStream {
        let (own, dependencies) = (self.own_slots, self.dependencies().map(|step| &step.marker));
        quote!(#own #(+ <#dependencies as __fa::Depends>::SLOTS)*)
    }

    /// Whether none of the dependencies waits.
    pub(super) fn never_waits(&self) -> TokenStream {
        let dependencies = self.dependencies().map(|step| &step.marker);
        quote!(true #(&& <#dependencies as __fa::Depends>::NEVER_WAITS)*)
    }

    /// Describes all arguments in slot order.
    pub(super) fn describe(&self, description: &Ident) -> TokenStream {
        let own = self.steps.iter().filter(|step| !step.is_resolved());
        let resolved = self.steps.iter().filter(|step| step.is_resolved());
        own.chain(resolved).map(|step| step.describe(description)).collect()
    }

    /// Takes the bodies, and plain arguments that turn out to be one.
    pub(super) fn take_bodies(&self, locals: &Locals) -> TokenStream {
        self.steps.iter().map(|step| step.take_body(locals)).collect()
    }

    /// Whether one of them looks at the scopes asked for.
    pub(super) fn uses_scopes(&self) -> TokenStream {
        let looks = self.steps.iter().filter_map(Step::uses_scopes);
        quote!(false #(|| #looks)*)
    }

    /// Whether one of them may be used when the request is over.
    pub(super) fn at_end(&self) -> TokenStream {
        let uses = self.steps.iter().filter_map(Step::at_end);
        quote!(false #(|| #uses)*)
    }

    /// Resolves the dependencies, and takes the credentials, in order.
    pub(super) fn take_dependencies(&self, locals: &Locals) -> TokenStream {
        let (base, own) = (&locals.slot, self.own_slots);
        let mut slot = quote!(#base #own);
        let mut steps = TokenStream::new();
        for step in self.steps.iter().filter(|step| step.is_resolved()) {
            steps.extend(step.take_dependency(&slot, locals));
            if step.is_dependency() {
                let marker = &step.marker;
                slot.extend(quote!(+ <#marker as __fa::Depends>::SLOTS));
            }
        }
        steps
    }

    /// Takes the parameters, and plain arguments that turn out to be one or something the framework hands out.
    pub(super) fn take_params(&self, locals: &Locals) -> TokenStream {
        self.steps.iter().map(|step| step.take_param(locals)).collect()
    }

    /// Takes the whole request, for plain arguments that want it.
    pub(super) fn take_requests(&self, locals: &Locals) -> TokenStream {
        self.steps.iter().map(|step| step.take_request(locals)).collect()
    }

    /// Unwraps every value; `otherwise` leaves the body.
    pub(super) fn unwrap(&self, otherwise: &TokenStream) -> TokenStream {
        let locals: Vec<_> = self
            .steps
            .iter()
            .filter(|step| !step.is_lent())
            .map(|step| &step.local)
            .collect();
        if locals.is_empty() {
            return TokenStream::new();
        }
        quote! {
            let (#(::core::option::Option::Some(#locals),)*) = (#(#locals,)*) else { #otherwise };
        }
    }

    /// Calls `callee` with all values, borrowing from `scope` what is borrowed; `then` is put behind the call.
    pub(super) fn call(&self, callee: &TokenStream, scope: &Ident, then: &TokenStream) -> TokenStream {
        let values = self.steps.iter().map(Step::value);
        let call = quote!(#callee(#(#values),*) #then);
        if self.steps.iter().any(Step::is_lent) {
            let (request, response) = (local("request"), local("response"));
            quote!({ let (#request, #response) = #scope.lend(); #call })
        } else {
            call
        }
    }
}
