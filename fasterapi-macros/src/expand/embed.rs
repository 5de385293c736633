//! `embed!("static")`.

use std::fs;
use std::io;
use std::path::Path;

use proc_macro2::TokenStream;
use quote::quote;
use syn::LitStr;

/// The files of a folder of the package.
pub(crate) fn expand(input: TokenStream) -> TokenStream {
    let folder: LitStr = match syn::parse2(input) {
        Ok(folder) => folder,
        Err(error) => {
            let text = "expected a folder of the package: `embed!(\"static\")`";
            return syn::Error::new(error.span(), text).to_compile_error();
        }
    };
    match files(&folder.value()) {
        Ok(files) => embedded(&folder.value(), &files),
        Err(problem) => syn::Error::new(folder.span(), problem).to_compile_error(),
    }
}

fn embedded(folder: &str, files: &[String]) -> TokenStream {
    let paths = files.iter().map(|file| format!("/{}/{file}", folder.trim_matches('/')));
    quote! {
        ::fasterapi::__private::Embedded::new(&[#((
            #files,
            ::core::include_bytes!(::core::concat!(::core::env!("CARGO_MANIFEST_DIR"), #paths)),
        )),*])
    }
}

/// Their paths below the folder, sorted.
fn files(folder: &str) -> Result<Vec<String>, String> {
    if Path::new(folder).is_absolute() || folder.split('/').any(|part| part == "..") {
        return Err(format!("`{folder}` must be a folder of the package"));
    }
    let package =
        std::env::var_os("CARGO_MANIFEST_DIR").ok_or("the package's folder is not known; build with Cargo")?;
    let mut found = Vec::new();
    let walked = walk(&Path::new(&package).join(folder), "", &mut found);
    walked.map_err(|error| format!("the folder `{folder}` of the package cannot be read: {error}"))?;
    found.sort();
    Ok(found)
}

fn walk(folder: &Path, prefix: &str, found: &mut Vec<String>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let (name, kind) = (entry.file_name(), entry.file_type()?);
        let Some(name) = name
            .to_str()
            .filter(|name| !name.starts_with('.') || *name == ".well-known")
        else {
            continue;
        };
        let path = format!("{prefix}{name}");
        if kind.is_dir() {
            walk(&entry.path(), &format!("{path}/"), found)?;
        } else if kind.is_file() {
            found.push(path);
        }
    }
    Ok(())
}
