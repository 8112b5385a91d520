/** What a shop's back office asks: one order with its payments and receipts, from three subgraphs. */
export const orderQuery = /* GraphQL */ `
  query OrderWithMoney($id: ID!) {
    order(id: $id) {
      id number status
      total { amount currency formatted }
      children { id number status total { amount } lines { id name quantityMilli total { amount } } }
      payments {
        id state
        amount { amount } authorized { amount } captured { amount } refunded { amount }
        operations { id kind state amount { amount } }
      }
      receipts { id kind state seq qr total { amount } fiscal { fn fd fp registeredAt } lines { name quantityMilli total { amount } vatCode } }
    }
  }
`;

/** What an admin's screen asks: the newest orders with the state of their money and receipts, from three subgraphs. */
export const adminListQuery = /* GraphQL */ `
  query AdminList {
    orders(first: 20) {
      edges { node { id number status total { amount currency formatted } payments { id state captured { amount } } receipts { id kind state } } }
      pageInfo { hasNextPage endCursor }
    }
  }
`;
