//! A struct with named fields.

mod input;
mod output;

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::{Ident, Type};

use self::input::{assign, group, is_valid, keys, read};
use self::output::{object, prune};
use super::item::default_function;
use super::names::{bounded, container, description, json, label, title};
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
