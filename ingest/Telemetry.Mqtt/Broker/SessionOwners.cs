using System.Collections.Concurrent;
using MQTTnet.Server;

namespace Telemetry.Mqtt.Broker;

/// <summary>
/// A client id and its session belong to the user who connected with them. MQTTnet knows sessions by client id alone,
/// so any user could throw another's device out, or inherit its subscriptions and what is queued for it.
/// </summary>
internal sealed class SessionOwners(ConcurrentDictionary<string, ConnectedClient> clients, Func<MqttServer?> server)
{
    /// <returns>
    /// False while another user is connected under the id. A session that another user left behind is ended: it is
    /// nobody's to inherit, and a device may be given a new name.
    /// </returns>
    public async Task<bool> AdmitAsync(string clientId, string user)
    {
        if (clients.TryGetValue(clientId, out var present)) return present.User == user;
        if (server() is not { } running) return true;
        try
        {
            var session = await running.GetSessionAsync(clientId);
            if (session.Items[PublicationGate.ClientKey] is ConnectedClient last && last.User != user)
                await session.DeleteAsync();
        }
        catch (InvalidOperationException)
        {
            // There is no session of that id.
        }
        return true;
    }
}
