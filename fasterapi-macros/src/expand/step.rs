//! [`Step`]: one argument of a handler or dependency, and what becomes of it.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, format_ident, quote, quote_spanned};
use syn::spanned::Spanned;

use super::arguments::{Locals, local};
use super::default;
use super::param::{self, Source};
use super::reference::Reference;
use super::told::told;
use crate::parse::argument::{Argument, Binding};
use crate::parse::depends::SecurityArgs;
use crate::parse::field::Check;
use crate::parse::function::last_segment;
use crate::parse::param::{ParamArgs, Place};

/// One argument, and what becomes of it.
pub(super) struct Step<'a> {
    pub(super) argument: &'a Argument,
    /// The type that stands for the argument.
    pub(super) marker: Ident,
    /// The variable that holds its value.
    pub(super) local: Ident,
    pub(super) role: Role,
}

/// What an argument is to the run time.
pub(super) enum Role {
    /// A path, query, header or cookie parameter, with its slot.
    Param(usize, Place),
    /// A body.
    Body,
    /// A field of a form.
    Form,
    /// A file of a form.
    File,
    /// Whatever its type says, with its slot.
    Plain(usize),
    /// Borrowed from the request or the answer.
    Lent { exclusive: bool },
    /// A dependency's value.
    Depends { cached: bool },
    /// Credentials.
    Security { optional: bool },
}

impl Step<'_> {
    pub(super) fn is_lent(&self) -> bool {
        matches!(self.role, Role::Lent { .. })
    }

    pub(super) fn is_dependency(&self) -> bool {
        matches!(self.role, Role::Depends { .. })
    }

    /// Whether it is a dependency's value or credentials, which come in order.
    pub(super) fn is_resolved(&self) -> bool {
        matches!(self.role, Role::Depends { .. } | Role::Security { .. })
    }

    /// A constant that tells whether it looks at the scopes asked for.
    pub(super) fn uses_scopes(&self) -> Option<TokenStream> {
        let marker = &self.marker;
        match self.role {
            Role::Depends { .. } => Some(quote!(<#marker as __fa::Depends>::USES_SCOPES)),
            Role::Plain(_) => Some(quote!(<#marker as __fa::Plain>::SCOPES)),
            _ => None,
        }
    }

    /// A constant that tells whether something may be done with it when the request is over.
    pub(super) fn at_end(&self) -> Option<TokenStream> {
        let marker = &self.marker;
        matches!(self.role, Role::Plain(_)).then(|| quote!(<#marker as __fa::Plain>::AT_END))
    }

    /// The checks of the user's own.
    fn checks(&self) -> &[(Check, syn::Path)] {
        self.argument.param().map_or(&[], |args: &ParamArgs| &args.checks)
    }

    /// The marker type with its implementation.
    pub(super) fn marker(&self) -> TokenStream {
        let Self { argument, marker, .. } = self;
        let ty = &argument.ty;
        let mut companion = TokenStream::new();
        let (name, members) = match (&self.role, &argument.binding) {
            (Role::Plain(_), _) => ("Plain", param::expand(argument, marker, Source::PathOrQuery)),
            (Role::Param(_, place), _) => ("Bound", self.bound(*place)),
            (Role::Body, _) => ("Bound", self.bound(Place::Body)),
            (Role::Form, _) => ("Bound", self.bound(Place::Form)),
            (Role::File, _) => ("BoundFile", self.bound(Place::File)),
            (Role::Lent { exclusive: false }, _) => ("LentShared", TokenStream::new()),
            (Role::Lent { exclusive: true }, _) => ("LentExclusive", TokenStream::new()),
            (Role::Depends { cached }, Binding::Depends(depends)) => {
                let name = match &depends.function {
                    Some(function) => {
                        let Reference { items, name, .. } = Reference::new(function, &format!("{marker}Companion"));
                        companion = items;
                        name.into_token_stream()
                    }
                    None => ty.to_token_stream(),
                };
                let (scopes, ends_early) = (&depends.scopes, depends.ends_early);
                let members = quote! {
                    type Dependency = #name;
                    const CACHED: bool = #cached;
                    const SCOPES: &'static [&'static str] = &[#(#scopes),*];
                    const ENDS_EARLY: bool = #ends_early;
                };
                ("Depends", members)
            }
            (Role::Security { optional }, Binding::Security(security)) => return self.secured(*optional, security),
            (Role::Depends { .. } | Role::Security { .. }, _) => return TokenStream::new(),
        };
        let name = format_ident!("{name}");
        let checks = self.checked();
        quote_spanned! {Span::mixed_site()=>
            #companion
            enum #marker {}
            impl __fa::#name for #marker {
                type Value = #ty;
                #members
            }
            #checks
        }
    }

    /// The proof that a plain argument is no JSON body, for a function that takes a form.
    pub(super) fn is_no_json(&self) -> TokenStream {
        let Self { argument, marker, .. } = self;
        if !matches!(self.role, Role::Plain(_)) {
            return TokenStream::new();
        }
        let text = format!(
            "`{name}` is a JSON body by its type, and this function takes a form: write `#[form] {name}`",
            name = argument.name
        );
        quote_spanned!(argument.ty.span()=> const _: () = ::core::assert!(!__fa::is_json_body::<#marker>(), #text);)
    }

    fn secured(&self, optional: bool, security: &SecurityArgs) -> TokenStream {
        let (ty, marker) = (&self.argument.ty, &self.marker);
        let inner = last_segment(ty).and_then(|(_, inner)| inner);
        let credentials = inner.filter(|_| optional).unwrap_or(ty);
        let SecurityArgs { scheme, scopes } = security;
        let bound = quote_spanned!(scheme.span()=> impl __fa::SecurityScheme<Credentials = Self::Credentials>);
        quote_spanned! {Span::mixed_site()=>
            enum #marker {}
            impl __fa::Secured for #marker {
                type Credentials = #credentials;
                const SCOPES: &'static [&'static str] = &[#(#scopes),*];
                fn scheme() -> #bound {
                    #scheme
                }
            }
        }
    }

    fn bound(&self, place: Place) -> TokenStream {
        let Self { argument, marker, .. } = self;
        let owner = format_ident!("{}", if place == Place::File { "BoundFile" } else { "Bound" });
        let default = default::expand(argument.param().and_then(|args| args.default.as_ref()), &argument.ty);
        let param = param::expand(argument, marker, Source::At(place));
        quote! {
            const DEFAULT: ::core::option::Option<fn() -> <Self as __fa::#owner>::Value> = #default;
            #param
        }
    }

    /// The implementation of `Checked`, where there are checks.
    fn checked(&self) -> Option<TokenStream> {
        if self.checks().is_empty() {
            return None;
        }
        let (marker, value) = (&self.marker, local("value"));
        let calls = self.checks().iter().map(|(kind, function)| {
            let told = told(
                *kind,
                &quote!(#function(#value)),
                &quote!(::fasterapi::model::generated),
            );
            quote!(#told?;)
        });
        Some(quote_spanned! {Span::mixed_site()=>
            impl __fa::Checked for #marker {
                fn check(
                    #value: &<Self as __fa::Bound>::Value,
                ) -> ::core::result::Result<(), ::fasterapi::model::generated::Refused> {
                    #(#calls)*
                    ::core::result::Result::Ok(())
                }
            }
        })
    }

    /// Describes the argument; dependencies come after all others.
    pub(super) fn describe(&self, description: &Ident) -> TokenStream {
        let marker = &self.marker;
        let function = match self.role {
            Role::Param(..) => "describe_param",
            Role::Body | Role::Form => "describe_body",
            Role::File => "describe_file",
            Role::Plain(_) => "describe_plain",
            Role::Depends { .. } => "describe_dependency",
            Role::Security { .. } => "describe_security",
            Role::Lent { .. } => return TokenStream::new(),
        };
        let function = format_ident!("{function}");
        quote!(__fa::#function::<#marker>(#description);)
    }

    /// Takes a body, or a plain argument that turns out to be one.
    pub(super) fn take_body(&self, locals: &Locals) -> TokenStream {
        let Self { marker, local, .. } = self;
        let Locals { scope, body, abort, .. } = locals;
        match self.role {
            Role::Body => {
                let take = if self.checks().is_empty() {
                    "take_bound_body"
                } else {
                    "take_checked_body"
                };
                let take = format_ident!("{take}");
                quote! {
                    let #local = match __fa::#take::<#marker>(#scope, &mut #body) {
                        ::core::result::Result::Ok(value) => value,
                        ::core::result::Result::Err(abort) => #abort,
                    };
                }
            }
            Role::Form | Role::File => {
                let take = match (&self.role, self.checks()) {
                    (Role::File, _) => "take_bound_file",
                    (_, []) => "take_bound_form",
                    _ => "take_checked_form",
                };
                let take = format_ident!("{take}");
                quote!(let #local = __fa::#take::<#marker>(#scope, &mut #body);)
            }
            Role::Plain(_) => {
                let take = self.take_plain("Body", &quote!(0), body, locals);
                quote!(let mut #local = ::core::option::Option::None; #take)
            }
            _ => TokenStream::new(),
        }
    }

    /// Resolves a dependency whose first slot is `slot`, or takes credentials.
    pub(super) fn take_dependency(&self, slot: &TokenStream, locals: &Locals) -> TokenStream {
        let Self { marker, local, .. } = self;
        let Locals {
            scope, errors, abort, ..
        } = locals;
        let take = match &self.role {
            Role::Security { optional } => {
                let take = format_ident!(
                    "{}",
                    if *optional {
                        "take_credentials"
                    } else {
                        "require_credentials"
                    }
                );
                quote!(__fa::#take::<#marker>(#scope).map(::core::option::Option::Some))
            }
            _ => {
                let resolve = quote!(__fa::resolve::<#marker>(#scope, #errors, #slot).await);
                self.with_scopes(&resolve, scope)
            }
        };
        quote! {
            let #local = match #take {
                ::core::result::Result::Ok(value) => value,
                ::core::result::Result::Err(abort) => #abort,
            };
        }
    }

    /// Asks for the scopes of `#[depends(f, scopes = [..])]` while `resolve` runs.
    fn with_scopes(&self, resolve: &TokenStream, scope: &TokenStream) -> TokenStream {
        let marker = &self.marker;
        match &self.argument.binding {
            Binding::Depends(depends) if !depends.scopes.is_empty() => quote! {{
                __fa::Scope::push_scopes(#scope, <#marker as __fa::Depends>::SCOPES);
                let resolved = #resolve;
                __fa::Scope::pop_scopes(#scope, <#marker as __fa::Depends>::SCOPES.len());
                resolved
            }},
            _ => resolve.clone(),
        }
    }

    /// Takes a parameter, or a plain argument that turns out to be one or something the framework hands out.
    pub(super) fn take_param(&self, locals: &Locals) -> TokenStream {
        let Self { marker, local, .. } = self;
        let Locals { scope, slot, own, .. } = locals;
        match self.role {
            Role::Param(index, _) => {
                let take = if self.checks().is_empty() {
                    "take_bound"
                } else {
                    "take_checked"
                };
                let take = format_ident!("{take}");
                quote!(let #local = __fa::#take::<#marker>(#scope, #slot #index, &mut #own);)
            }
            Role::Plain(index) => self.take_plain("Parameter", &quote!(#slot #index), own, locals),
            _ => TokenStream::new(),
        }
    }

    /// Takes the whole request, for a plain argument that wants it.
    pub(super) fn take_request(&self, locals: &Locals) -> TokenStream {
        match self.role {
            Role::Plain(_) => self.take_plain("Request", &quote!(0), &locals.own, locals),
            _ => TokenStream::new(),
        }
    }

    fn take_plain(&self, kind: &str, slot: &TokenStream, errors: &Ident, locals: &Locals) -> TokenStream {
        let Self { marker, local, .. } = self;
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

    /// The expression that hands the value to the function.
    pub(super) fn value(&self) -> TokenStream {
        let Self {
            argument,
            marker,
            local: value,
            role,
        } = self;
        let (request, response) = (local("request"), local("response"));
        match role {
            Role::Lent { exclusive: false } => quote!(__fa::lend_shared::<#marker>(#request)),
            Role::Lent { exclusive: true } => quote!(__fa::lend_exclusive::<#marker>(#response)),
            _ => Ident::new(&value.to_string(), value.span().located_at(argument.ty.span())).into_token_stream(),
        }
    }
}
