"""What happened to organizations and was decided about them: mergers, documents, tasks."""
