"""What DNS says about mail, judged: SPF, DKIM, DMARC, MX. The judges ask by yielding questions; nothing here asks the network."""
