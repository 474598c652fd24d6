/** Bluetooth, peer and web socket links of the official uploader are not used here: requiring one says so. */
throw new Error('peerjs-on-node is not installed: serial and TCP need nothing of it')
