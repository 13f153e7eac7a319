"""A directory on another machine where only SFTP is allowed."""
