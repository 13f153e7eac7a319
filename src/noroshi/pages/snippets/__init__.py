"""What to paste into web servers, CDNs and web sites so that they point to the status page."""
