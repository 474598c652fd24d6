/**
 * What the embedded broker keeps in memory for others is bounded: messages for sessions whose client is away, and retained ones.
 * What does not fit is dropped and counted; QoS 1 promises no more to who stays away, and the frames above ask again.
 */
export interface Kept {
  readonly clientId: string
}

interface Message {
  readonly topic: string
  readonly payload: string | Uint8Array
}

/** What is used of a broker and its store. */
export interface KeepingBroker {
  readonly clients: Readonly<Record<string, unknown>>
  readonly persistence: {
    outgoingEnqueueCombi(sessions: readonly Kept[], message: Message): Promise<void>
    storeRetained(message: Message): Promise<void>
  }
  on(event: string, listener: (client: { readonly id: string }) => void): unknown
}

export interface KeepLimits {
  /** Bytes of messages for clients that are away, in all. */
  readonly awayBytes: number
  /** Topics with a retained message. */
  readonly retained: number
}

export const KEEP_LIMITS: KeepLimits = { awayBytes: 8_388_608, retained: 4096 }

/** Bounds what a broker keeps; the returned counter tells what was dropped. */
export function boundKept(broker: KeepingBroker, limits: KeepLimits = KEEP_LIMITS): { readonly dropped: number } {
  const counter = { dropped: 0 }
  boundAway(broker, limits.awayBytes, () => (counter.dropped += 1))
  boundRetained(broker, limits.retained, () => (counter.dropped += 1))
  return counter
}

function boundAway(broker: KeepingBroker, most: number, onDropped: () => void): void {
  const { persistence } = broker
  const enqueue = persistence.outgoingEnqueueCombi.bind(persistence)
  const bytes = new Map<string, number>()
  let all = 0
  persistence.outgoingEnqueueCombi = (sessions, message) => {
    const size = message.topic.length + message.payload.length
    const taken = sessions.filter(({ clientId }) => {
      // A client that is there acknowledges what it gets, at its own pace, and counts on finding it here.
      if (Object.hasOwn(broker.clients, clientId)) return true
      if (all + size > most) {
        onDropped()
        return false
      }
      all += size
      bytes.set(clientId, (bytes.get(clientId) ?? 0) + size)
      return true
    })
    return enqueue(taken, message)
  }
  broker.on('clientReady', ({ id }) => {
    all -= bytes.get(id) ?? 0
    bytes.delete(id)
  })
}

function boundRetained({ persistence }: KeepingBroker, most: number, onDropped: () => void): void {
  const store = persistence.storeRetained.bind(persistence)
  const topics = new Set<string>()
  persistence.storeRetained = async (message) => {
    const { topic, payload } = message
    if (payload.length === 0) topics.delete(topic)
    else if (!topics.has(topic) && topics.size >= most) return onDropped()
    else topics.add(topic)
    await store(message)
  }
}
