//! A struct with named fields.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::ext::IdentExt;
use syn::{Ident, Type};

use super::item::default_function;
use super::names::{
    bounded, checks, computed_name, container, description, field_checks, finished, json, label, prepared,
    read_through, title,
};
use super::serde;
use crate::expand::default::convert;
use crate::parse::field::ModelField;
use crate::parse::model::Model;
use crate::parse::param::DefaultValue;
use crate::parse::serde::SerdeDefault;

/// A field, and its number among the listed ones.
struct Numbered<'m> {
    field: &'m ModelField,
    ident: &'m Ident,
    ty: &'m Type,
    index: Option<usize>,
}

/// Everything of one struct.
pub(super) fn expand(model: &Model, fields: &[ModelField]) -> TokenStream {
    let name = &model.item.ident;
    let fields = numbered(fields);
    let statics = shape(model, &fields);
    let defaults = default_functions(model, &fields);
    let serde = serde::expand(model);
    let generics = bounded(model);
    let (of, args, bounds) = generics.split_for_impl();
    let label = label(model);
    let object = object(model, &fields);
    let keys = keys(&fields);
    let group = group(&fields);
    let prune = prune(model, &fields);
    let component = quote! {
        schemas.component::<Self>(&name, ::core::module_path!(), |schemas| {
            <Self as __fa::Model>::object(schemas).unwrap_or_default()
        })
    };
    let component = match model.args.computed.as_slice() {
        [] => component,
        _ => quote!(schemas.computed(|schemas| #component)),
    };
    let assign = assign(&fields);
    let read = read(model, &fields);
    let is_valid = is_valid(model, &fields);
    let transforms = model.args.strip_whitespace || model.args.to_lower || model.args.to_upper;
    let steps = |field: &Numbered<'_>| !field.field.args.steps.is_empty();
    let changes = |field: &Numbered<'_>| field.field.args.constraints.transforms() || steps(field);
    let plain = !transforms && model.args.steps.is_empty() && !fields.iter().any(changes);
    let types = fields.iter().filter(|field| field.is_read()).map(|field| field.ty);
    quote! {
        #statics
        #defaults
        #serde

        #[automatically_derived]
        impl #of __fa::JsonSchema for #name #args #bounds {
            fn schema(schemas: &mut __fa::Schemas, _: &__fa::Constraints) -> __fa::Schema {
                let name = <Self as __fa::Model>::label(&__fa::Constraints::NONE);
                #component
            }

            #prune
        }

        #[automatically_derived]
        impl #of __fa::Model for #name #args #bounds {
            const PLACE: __fa::Place = __fa::Place::Body;
            const FAST: bool = Self::PLAIN #(&& <#types as __fa::Model>::PLAIN)*;
            const PLAIN: bool = #plain;
            #group
            #read
            #[inline]
            fn meets(&self, _: &__fa::Constraints) -> bool {
                true
            }
            #is_valid
            #label
            #object
            #keys
            #assign
        }
    }
}

fn numbered(fields: &[ModelField]) -> Vec<Numbered<'_>> {
    let mut next = 0;
    let number = |field: &ModelField| {
        let index = field.is_listed().then_some(next);
        next += usize::from(field.is_listed());
        index
    };
    let indexes: Vec<_> = fields.iter().map(number).collect();
    let named = fields.iter().zip(indexes);
    named
        .filter_map(|(field, index)| {
            Some(Numbered {
                field,
                ident: field.ident.as_ref()?,
                ty: &field.ty,
                index,
            })
        })
        .collect()
}

impl Numbered<'_> {
    /// Whether its value comes from the input.
    fn is_read(&self) -> bool {
        self.field.serde.flatten.is_some() || !self.field.serde.skip_reading
    }

    /// The expression of type `fn() -> T` that makes its default, and whether the document shows it.
    fn default(&self, model: &Model) -> Option<(TokenStream, bool)> {
        let (ident, ty) = (self.ident, self.ty);
        let of_type = quote!(<#ty as ::core::default::Default>::default);
        match (&self.field.args.default, &self.field.serde.default) {
            (Some(DefaultValue::OfType(_)), _) | (None, Some(SerdeDefault::OfType)) => Some((of_type, true)),
            (Some(DefaultValue::With(path)), _) => Some((quote!(#path), false)),
            (Some(DefaultValue::Value(_)), _) => {
                let function = default_function(self.field);
                Some((quote!(Self::#function), true))
            }
            (None, Some(SerdeDefault::With(path))) => Some((quote!(#path), true)),
            (None, None) if model.serde.default => {
                Some((quote!(|| <Self as ::core::default::Default>::default().#ident), true))
            }
            (None, None) => None,
        }
    }
}

/// The statics that reader and schema share.
fn shape(model: &Model, fields: &[Numbered<'_>]) -> TokenStream {
    let container = container(model);
    let listed = fields
        .iter()
        .filter(|field| field.index.is_some())
        .map(|field| static_field(field.field));
    let listed: Vec<_> = listed.collect();
    quote! {
        static FIELDS: &[__fa::generated::Field] = &[#(#listed),*];
        static SHAPE: __fa::generated::Shape = __fa::generated::Shape { container: #container, fields: FIELDS };
    }
}

/// The `Field` of one field.
pub(super) fn static_field(field: &ModelField) -> TokenStream {
    let (args, wire) = (&field.args, &field.wire);
    let mut said = Vec::new();
    if field.wire_out != field.wire {
        let name = &field.wire_out;
        said.push(quote!(wire_out: #name));
    }
    if args.alias.is_some() || field.serde.rename.read.is_some() {
        said.push(quote!(renamed: true));
    }
    if !field.serde.aliases.is_empty() {
        let aliases = &field.serde.aliases;
        said.push(quote!(aliases: &[#(#aliases),*]));
    }
    if !args.constraints.is_empty() {
        let constraints = args.constraints.expand(&quote!(__fa));
        said.push(quote!(constraints: #constraints));
    }
    let flags: [(&str, bool, bool); 6] = [
        ("strict", args.strict, true),
        ("required", args.required.is_some(), true),
        ("deprecated", args.deprecated, true),
        ("read", field.serde.skip_reading, false),
        ("written", field.serde.skip_writing, false),
        ("write_only", args.write_only.is_some(), true),
    ];
    for (flag, _, value) in flags.into_iter().filter(|(_, set, _)| *set) {
        let flag = format_ident!("{flag}");
        said.push(quote!(#flag: #value));
    }
    said.extend(title(&args.title));
    said.extend(description(&args.description, &field.doc));
    said.extend(json("examples", &args.examples));
    said.extend(json("extra", &args.json_schema_extra));
    quote!(__fa::generated::Field { #(#said,)* ..__fa::generated::Field::new(#wire) })
}

fn default_functions(model: &Model, fields: &[Numbered<'_>]) -> TokenStream {
    let functions = fields.iter().filter_map(|field| {
        let Some(DefaultValue::Value(expr)) = &field.field.args.default else {
            return None;
        };
        let (function, ty, value) = (default_function(field.field), field.ty, convert(expr, field.ty));
        Some(quote!(fn #function() -> #ty { #value }))
    });
    let functions: Vec<_> = functions.collect();
    if functions.is_empty() {
        return TokenStream::new();
    }
    let name = &model.item.ident;
    let (of, args, bounds) = model.item.generics.split_for_impl();
    quote!(impl #of #name #args #bounds { #(#[doc(hidden)] #functions)* })
}

fn read(model: &Model, fields: &[Numbered<'_>]) -> TokenStream {
    let takes = fields.iter().filter(|field| field.is_read()).map(|field| {
        let (local, ty) = (format_ident!("__{}", field.ident), field.ty);
        let read = read_through(field.field);
        let Some(index) = field.index else {
            return quote! {
                let #local = object.flatten(#read, <#ty as __fa::Model>::keys);
            };
        };
        let default = match field.default(model) {
            Some((default, _)) => quote!(::core::option::Option::Some(#default)),
            None => quote!(::core::option::Option::None),
        };
        let check = match field_checks(field.field, &quote!(value)) {
            Some(check) => quote!(|value| #check),
            None => quote!(|_| ::core::result::Result::Ok(())),
        };
        quote! {
            let #local = object.take(
                #index, #read, <#ty as __fa::Model>::absent, #default, #check,
            );
        }
    });
    let values = fields.iter().map(|field| {
        let (ident, local) = (field.ident, format_ident!("__{}", field.ident));
        if field.is_read() {
            return quote!(#ident: #local?);
        }
        let default = field.default(model).map(|(default, _)| quote!((#default)()));
        let value = default.unwrap_or_else(|| quote!(::core::default::Default::default()));
        quote!(#ident: #value)
    });
    let whole = match checks(&model.args.validate, &quote!(model)) {
        Some(check) => quote!(__fa::generated::validated(model, value, reader, |model| #check)),
        None => quote!(::core::option::Option::Some(model)),
    };
    let body = quote! {
        let mut object = __fa::generated::ObjectReader::open(value, &SHAPE, reader)?;
        #(#takes)*
        object.close()?;
        let model = Self { #(#values),* };
    };
    let steps = &model.args.steps;
    let body = if steps.is_empty() {
        quote!(#body #whole)
    } else {
        let (before, after) = (prepared(steps), finished(steps, false));
        quote! {
            let model: Self = __fa::generated::stepped(value, reader, #before, |value, reader| {
                #body
                ::core::option::Option::Some(model)
            }, #after)?;
            #whole
        }
    };
    quote! {
        fn read(
            value: &__fa::serde_json::Value,
            _: &__fa::Constraints,
            reader: &mut __fa::Reader<'_>,
        ) -> ::core::option::Option<Self> {
            #body
        }
    }
}

fn is_valid(model: &Model, fields: &[Numbered<'_>]) -> TokenStream {
    let tests = fields.iter().filter(|field| field.is_read()).map(|field| {
        let (ident, ty) = (field.ident, field.ty);
        let meets = field
            .index
            .filter(|_| !field.field.args.constraints.is_empty())
            .map(|index| quote!(<#ty as __fa::Model>::meets(&self.#ident, &FIELDS[#index].constraints) &&));
        let check = field_checks(field.field, &quote!(&self.#ident)).map(|check| quote!(&& #check.is_ok()));
        quote!(#meets <#ty as __fa::Model>::is_valid(&self.#ident) #check)
    });
    let whole = checks(&model.args.validate, &quote!(self)).map(|check| quote!(&& #check.is_ok()));
    quote! {
        #[inline]
        fn is_valid(&self) -> bool {
            Self::FAST #(&& #tests)* #whole
        }
    }
}

fn object(model: &Model, fields: &[Numbered<'_>]) -> TokenStream {
    let adds = fields.iter().filter_map(|field| {
        let ty = field.ty;
        let Some(index) = field.index else {
            let flat = field.field.serde.flatten.is_some();
            return flat.then(
                || quote!(object.flatten(schemas, <#ty as __fa::Model>::describe, <#ty as __fa::Model>::object);),
            );
        };
        let (optional, default) = match field.default(model) {
            Some((default, true)) => (
                quote!(true),
                quote!(::core::option::Option::Some(|| {
                    let default: fn() -> #ty = #default;
                    __fa::serde_json::to_value(default()).ok()
                })),
            ),
            Some((_, false)) => (quote!(true), quote!(::core::option::Option::None)),
            None => (
                quote!(<#ty as __fa::Model>::absent().is_some()),
                quote!(::core::option::Option::None),
            ),
        };
        Some(quote!(object.field(schemas, #index, <#ty as __fa::Model>::describe, #optional, #default);))
    });
    let methods = &model.args.computed;
    let computed = methods.iter().map(|method| computed_name(model, method));
    quote! {
        fn object(schemas: &mut __fa::Schemas) -> ::core::option::Option<__fa::Schema> {
            let mut object = __fa::generated::ObjectSchema::new(&SHAPE);
            #(#adds)*
            #(object.computed(schemas, #computed, __fa::generated::describe_computed(Self::#methods));)*
            ::core::option::Option::Some(object.finish(&<Self as __fa::Model>::label(&__fa::Constraints::NONE)))
        }
    }
}

/// `fn prune`: the fields one by one, in the model's own object.
fn prune(model: &Model, fields: &[Numbered<'_>]) -> TokenStream {
    let looks = fields.iter().filter_map(|field| {
        let (ident, ty, name) = (field.ident, field.ty, &field.field.wire_out);
        if field.field.serde.flatten.is_some() {
            return None;
        }
        field.index.filter(|_| !field.field.serde.skip_writing)?;
        let default = match field.default(model) {
            _ if !field.is_read() => quote!(|| ::core::option::Option::None),
            Some((default, _)) => quote! {
                || {
                    let default: fn() -> #ty = #default;
                    __fa::serde_json::to_value(default()).ok()
                }
            },
            None => {
                quote!(|| <#ty as __fa::Model>::absent().and_then(|absent| __fa::serde_json::to_value(absent).ok()))
            }
        };
        let own = ident.unraw().to_string();
        let index = field.index;
        Some(quote! {
            object.field(
                (#name, #own), ::core::option::Option::Some(&FIELDS[#index]), &self.#ident, <#ty as __fa::Model>::trim,
                #default,
            );
        })
    });
    let flat = fields.iter().filter(|field| field.field.serde.flatten.is_some());
    let flat = flat.map(|field| {
        let (ident, ty) = (field.ident, field.ty);
        quote!(<#ty as __fa::Model>::trim(&self.#ident, json, prune);)
    });
    let methods = &model.args.computed;
    let computed = methods.iter().map(|method| computed_name(model, method));
    let own = methods.iter().map(|method| method.unraw().to_string());
    quote! {
        fn prune(&self, json: &mut __fa::serde_json::Value, prune: &__fa::Prune<'_>) {
            #(#flat)*
            let ::core::option::Option::Some(mut object) = __fa::generated::ObjectPruner::open(json, prune) else {
                return;
            };
            #(#looks)*
            #({
                let compute = Self::#methods;
                object.field(
                    (#computed, #own), ::core::option::Option::None, &compute(self), __fa::JsonSchema::prune,
                    || ::core::option::Option::None,
                );
            })*
            object.close();
        }
    }
}

fn keys(fields: &[Numbered<'_>]) -> TokenStream {
    let flat = fields
        .iter()
        .filter(|field| field.field.serde.flatten.is_some())
        .map(|field| field.ty);
    quote! {
        fn keys(known: &mut ::std::vec::Vec<&'static str>) -> bool {
            SHAPE.keys(known);
            #(<#flat as __fa::Model>::keys(known);)*
            true
        }
    }
}

/// `fn assign`: the fields that were given, one by one; exchanged, since they cannot be moved out of a type with `Drop`.
fn assign(fields: &[Numbered<'_>]) -> TokenStream {
    let moves = fields.iter().filter(|field| field.is_read()).map(|field| {
        let (ident, ty) = (field.ident, field.ty);
        let swap = quote!(::core::mem::swap(&mut self.#ident, &mut target.#ident););
        match field.index {
            Some(index) => quote!(if FIELDS[#index].is_in(given) { #swap }),
            None => quote!(<#ty as __fa::Model>::assign(&mut self.#ident, &mut target.#ident, given);),
        }
    });
    quote! {
        fn assign(&mut self, target: &mut Self, given: &__fa::serde_json::Value) {
            let _ = (&self, &target, given);
            #(#moves)*
        }
    }
}

/// The fields as parameters of their own.
fn group(fields: &[Numbered<'_>]) -> TokenStream {
    let visits = fields.iter().filter(|field| field.is_read()).map(|field| {
        let ty = field.ty;
        match field.index {
            Some(index) => quote!(visit(&FIELDS[#index], <#ty as __fa::Model>::LIST);),
            None => quote! {
                if let ::core::option::Option::Some(group) = <#ty as __fa::Model>::GROUP {
                    (group.fields)(visit);
                }
            },
        }
    });
    quote! {
        const GROUP: ::core::option::Option<__fa::generated::Group> =
            ::core::option::Option::Some(__fa::generated::Group {
                fields: |visit| { let _ = &visit; #(#visits)* },
                object: <Self as __fa::Model>::object,
            });
    }
}
