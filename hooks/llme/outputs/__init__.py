"""The guide in other forms than pages: data, feeds, the offline edition, the root of the site."""
