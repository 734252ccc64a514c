"""Mail: composing bytes, speaking SMTP, writing Maildirs."""
