"""What `case_check` asks of a case, and of the course around it."""
