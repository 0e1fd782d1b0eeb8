"""Findings and coverage written down for people, for scripts and for the services that run checks."""
