// Compiles only when the generated types say what the shop's document says.
import type { components, paths } from "./shop";

type Create = paths["/orders"]["post"];

const draft: Create["requestBody"]["content"]["application/json"] = {
  customer: {
    name: "Ada Lovelace",
    email: "ada@example.com",
    address: { street: "12 St James's Square", city: "London", country: "GB" },
  },
  lines: [{ product_id: 1, quantity: 2 }],
};

export function total(order: Create["responses"][201]["content"]["application/json"]): number {
  return order.total_cents;
}

export const category: components["schemas"]["Category"] = "games";

// @ts-expect-error there is no such category
export const unknown: components["schemas"]["Category"] = "fish";

export const problem: Create["responses"][404]["content"]["application/json"] = { detail: draft.customer.name };
