//! The arguments of a handler or dependency: a marker type for each, how they are described, taken, and passed on.
//!
//! A marker (`enum __Arg0 {}`) implements one trait of `__private::bindings`, whose associated type is the argument's
//! type. All other code names the marker, so that a type that does not fit is one error, at the type.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, format_ident, quote, quote_spanned};
use syn::spanned::Spanned;

use super::default;
use super::param::{self, Source};
use super::reference::Reference;
use crate::parse::argument::{Argument, Binding, Passing};
use crate::parse::function::Function;
use crate::parse::param::Place;

/// One argument, and what becomes of it.
struct Step<'a> {
    argument: &'a Argument,
    marker: Ident,
    local: Ident,
    role: Role,
}

/// What an argument is to the run time.
enum Role {
    /// A path, query, header or cookie parameter, with its slot.
    Param(usize, Place),
    /// A body.
    Body,
    /// Whatever its type says, with its slot.
    Plain(usize),
    /// Borrowed from the request or the answer.
    Lent { exclusive: bool },
    /// A dependency's value.
    Depends { cached: bool },
}

/// All arguments of one function.
pub(super) struct Arguments<'a> {
    steps: Vec<Step<'a>>,
    own_slots: usize,
}

/// The names of the local variables in a body that takes arguments.
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
        let steps = function.arguments.iter().enumerate().map(|(index, argument)| {
            let role = match (&argument.binding, argument.passing) {
                (Binding::Depends(depends), _) => Role::Depends { cached: depends.cache },
                (Binding::Param(args), _) if args.place == Place::Body => Role::Body,
                (Binding::Param(args), _) => Role::Param(slot(), args.place),
                (Binding::Plain, Passing::Shared) => Role::Lent { exclusive: false },
                (Binding::Plain, Passing::Exclusive) => Role::Lent { exclusive: true },
                (Binding::Plain, Passing::Owned) if is_path(argument) => Role::Param(slot(), Place::Path),
                (Binding::Plain, Passing::Owned) => Role::Plain(slot()),
            };
            Step {
                argument,
                marker: format_ident!("__Arg{index}"),
                local: local(&format!("argument_{index}")),
                role,
            }
        });
        let steps = steps.collect();
        Self { steps, own_slots }
    }

    fn dependencies(&self) -> impl Iterator<Item = &Step<'a>> {
        self.steps
            .iter()
            .filter(|step| matches!(step.role, Role::Depends { .. }))
    }

    /// The marker types.
    pub(super) fn markers(&self) -> TokenStream {
        self.steps.iter().map(Step::marker).collect()
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
        let own = self.steps.iter().filter_map(|step| {
            let marker = &step.marker;
            let describe = match step.role {
                Role::Param(..) => format_ident!("describe_param"),
                Role::Body => format_ident!("describe_body"),
                Role::Plain(_) => format_ident!("describe_plain"),
                Role::Lent { .. } | Role::Depends { .. } => return None,
            };
            Some(quote!(__fa::#describe::<#marker>(#description);))
        });
        let dependencies = self.dependencies().map(|step| {
            let marker = &step.marker;
            quote!(__fa::describe_dependency::<#marker>(#description);)
        });
        own.chain(dependencies).collect()
    }

    /// Takes the bodies, and plain arguments that turn out to be one.
    pub(super) fn take_bodies(&self, locals: &Locals) -> TokenStream {
        let Locals { scope, body, abort, .. } = locals;
        let steps = self.steps.iter().map(
            |Step {
                 marker, local, role, ..
             }| match role {
                Role::Body => quote! {
                    let #local = match __fa::take_bound_body::<#marker>(#scope, &mut #body) {
                        ::core::result::Result::Ok(value) => value,
                        ::core::result::Result::Err(abort) => #abort,
                    };
                },
                Role::Plain(_) => {
                    let take = take_plain(marker, local, "Body", quote!(0), body, locals);
                    quote!(let mut #local = ::core::option::Option::None; #take)
                }
                _ => TokenStream::new(),
            },
        );
        steps.collect()
    }

    /// Resolves the dependencies in order.
    pub(super) fn take_dependencies(&self, locals: &Locals) -> TokenStream {
        let Locals {
            scope,
            errors,
            slot,
            abort,
            ..
        } = locals;
        let own = self.own_slots;
        let mut before = quote!(#slot #own);
        let mut steps = TokenStream::new();
        for Step { marker, local, .. } in self.dependencies() {
            steps.extend(quote! {
                let #local = match __fa::resolve::<#marker>(#scope, #errors, #before).await {
                    ::core::result::Result::Ok(value) => value,
                    ::core::result::Result::Err(abort) => #abort,
                };
            });
            before.extend(quote!(+ <#marker as __fa::Depends>::SLOTS));
        }
        steps
    }

    /// Takes the parameters, and plain arguments that turn out to be one or something the framework hands out.
    pub(super) fn take_params(&self, locals: &Locals) -> TokenStream {
        let Locals { scope, slot, own, .. } = locals;
        let steps = self.steps.iter().map(
            |Step {
                 marker, local, role, ..
             }| match role {
                Role::Param(index, _) => {
                    quote!(let #local = __fa::take_bound::<#marker>(#scope, #slot #index, &mut #own);)
                }
                Role::Plain(index) => take_plain(marker, local, "Parameter", quote!(#slot #index), own, locals),
                _ => TokenStream::new(),
            },
        );
        steps.collect()
    }

    /// Takes the whole request, for plain arguments that want it.
    pub(super) fn take_requests(&self, locals: &Locals) -> TokenStream {
        let steps = self.steps.iter().map(
            |Step {
                 marker, local, role, ..
             }| match role {
                Role::Plain(_) => take_plain(marker, local, "Request", quote!(0), &locals.own, locals),
                _ => TokenStream::new(),
            },
        );
        steps.collect()
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

    /// Calls `function` with all values, borrowing from `scope` what is borrowed.
    pub(super) fn call(&self, function: &Ident, scope: &Ident) -> TokenStream {
        let (request, response) = (local("request"), local("response"));
        let values = self.steps.iter().map(
            |Step {
                 marker,
                 local,
                 role,
                 argument,
             }| match role {
                Role::Lent { exclusive: false } => quote!(__fa::lend_shared::<#marker>(#request)),
                Role::Lent { exclusive: true } => quote!(__fa::lend_exclusive::<#marker>(#response)),
                _ => Ident::new(&local.to_string(), local.span().located_at(argument.ty.span())).into_token_stream(),
            },
        );
        let call = quote!(#function(#(#values),*));
        if self.steps.iter().any(Step::is_lent) {
            quote!({ let (#request, #response) = #scope.lend(); #call })
        } else {
            call
        }
    }
}

fn take_plain(
    marker: &Ident,
    local: &Ident,
    kind: &str,
    slot: TokenStream,
    errors: &Ident,
    locals: &Locals,
) -> TokenStream {
    let Locals { scope, abort, .. } = locals;
    let kind = format_ident!("{kind}");
    quote! {
        if let ::core::result::Result::Err(abort) =
            __fa::take_plain::<#marker>(__fa::Kind::#kind, #scope, #slot, &mut #local, &mut #errors)
        {
            #abort
        }
    }
}

impl Step<'_> {
    fn is_lent(&self) -> bool {
        matches!(self.role, Role::Lent { .. })
    }

    fn marker(&self) -> TokenStream {
        let Self { argument, marker, .. } = self;
        let ty = &argument.ty;
        let mut companion = TokenStream::new();
        let (name, members) = match (&self.role, &argument.binding) {
            (Role::Plain(_), _) => (format_ident!("Plain"), param::expand(argument, marker, Source::PathOrQuery)),
            (Role::Param(_, place), _) => (format_ident!("Bound"), bound(argument, marker, *place)),
            (Role::Body, _) => (format_ident!("Bound"), bound(argument, marker, Place::Body)),
            (Role::Lent { exclusive: false }, _) => (format_ident!("LentShared"), TokenStream::new()),
            (Role::Lent { exclusive: true }, _) => (format_ident!("LentExclusive"), TokenStream::new()),
            (Role::Depends { cached }, Binding::Depends(depends)) => {
                let Reference { items, name } = Reference::new(&depends.function, &format!("{marker}Companion"));
                companion = items;
                (format_ident!("Depends"), quote!(type Dependency = #name; const CACHED: bool = #cached;))
            }
            (Role::Depends { .. }, _) => return TokenStream::new(),
        };
        quote_spanned! {Span::mixed_site()=>
            #companion
            enum #marker {}
            impl __fa::#name for #marker {
                type Value = #ty;
                #members
            }
        }
    }
}

fn bound(argument: &Argument, marker: &Ident, place: Place) -> TokenStream {
    let default = default::expand(argument.param().and_then(|args| args.default.as_ref()), &argument.ty);
    let param = param::expand(argument, marker, Source::At(place));
    quote! {
        const DEFAULT: ::core::option::Option<fn() -> <Self as __fa::Bound>::Value> = #default;
        #param
    }
}
