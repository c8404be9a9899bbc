package keyring

const systemName = "the Windows Credential Manager"
