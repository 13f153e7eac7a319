"""How a status page looks: a few tokens, a whole palette made of them, and contrast that is proven."""
