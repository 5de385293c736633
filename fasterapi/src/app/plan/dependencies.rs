//! The dependencies of a route, each with what it needs, or what stands in for it.

use super::super::operation::Placed;
use super::{Plan, Use};
use crate::dependency::StandIn;
use crate::handler::{DependencyNode, Description, SecurityUse};
use crate::openapi::SecurityRequirement;
use crate::request::NO_CAPTURE;
use crate::routing::Template;

impl Plan<'_> {
    /// The dependencies of one function; `slot` is the number of the first slot after its own.
    /// `scopes` are those asked for on the way to it.
    pub(super) fn dependencies(
        &mut self,
        description: &Description,
        mut slot: usize,
        template: &Template,
        scopes: &[&'static str],
    ) {
        for node in &description.dependencies {
            let scopes = [scopes, node.scopes].concat();
            if let Some(security) = &node.description.security {
                self.require(security, &scopes);
            }
            if node.cached {
                let entry = Use {
                    name: node.name,
                    shareable: node.shareable,
                    count: 0,
                };
                // What stands in runs for each of its users, and so do its own dependencies unless they are shared.
                let often = node.shareable && !self.stand_ins.is_empty();
                self.uses.entry(node.id).or_insert(entry).count += if often { 2 } else { 1 };
            }
            self.way.push(node.name);
            match self.overrides.and_then(|overrides| overrides.get(node.id)) {
                Some(stand_in) => self.stand_in(node, stand_in, template, &scopes),
                None => self.node(&node.description, node.ends_early, slot, template, &scopes),
            }
            self.way.pop();
            slot += node.description.total_slots();
        }
    }

    /// One dependency with all it depends on; `slot` is the number of its first slot.
    fn node(
        &mut self,
        description: &Description,
        ends_early: bool,
        slot: usize,
        template: &Template,
        scopes: &[&'static str],
    ) {
        if ends_early {
            self.ends_early.push((slot, slot + description.slots));
        }
        let mut inner = description.dependencies.iter();
        if description.does_at_end
            && !ends_early
            && let Some(inner) = inner.find(|inner| inner.ends_early)
        {
            self.problems.push(format!(
                "the dependency {} lasts until the answer is sent, and depends on {}, which has scope = \"function\" \
                 and ends before; give both one scope",
                self.way.join(" → "),
                inner.name
            ));
        }
        self.parameters(description, slot, template);
        self.dependencies(description, slot + description.slots, template, scopes);
    }

    /// What stands in for a dependency. Wherever in the route it is used, its parameters are the same: one place does
    /// for all.
    fn stand_in(&mut self, node: &DependencyNode, stand_in: &StandIn, template: &Template, scopes: &[&'static str]) {
        let is_it = |placed: &Placed| placed.id == node.id && placed.ends_early == node.ends_early;
        if self.stand_ins.iter().any(is_it) {
            if self.way.iter().filter(|name| **name == node.name).count() > 1 {
                self.problems.push(format!(
                    "{} stands in for the dependency {} and depends on it: {}",
                    stand_in.name(),
                    node.name,
                    self.way.join(" → ")
                ));
            }
            return;
        }
        let slot = self.captures.len();
        self.captures.resize(slot + stand_in.slots(), NO_CAPTURE);
        self.stand_ins.push(Placed {
            id: node.id,
            ends_early: node.ends_early,
            stand_in: stand_in.clone(),
            slot,
        });
        self.stand_ins_wait |= stand_in.waits();
        self.node(&stand_in.description(), node.ends_early, slot, template, scopes);
    }

    /// Adds a security scheme; of several uses of one the scopes are put together.
    fn require(&mut self, security: &SecurityUse, scopes: &[&'static str]) {
        let known = self.security.iter().position(|known| known.security == *security);
        let at = known.unwrap_or_else(|| {
            self.security.push(SecurityRequirement {
                security: security.clone(),
                scopes: Vec::new(),
            });
            self.security.len() - 1
        });
        for scope in scopes {
            if !self.security[at].scopes.contains(scope) {
                self.security[at].scopes.push(scope);
            }
        }
    }
}
