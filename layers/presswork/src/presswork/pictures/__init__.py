"""What becomes of an uploaded picture: renditions in the sizes and formats that pages need."""
