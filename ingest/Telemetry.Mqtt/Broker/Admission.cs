using System.Net;
using Microsoft.Extensions.Logging;
using MQTTnet.Formatter;
using MQTTnet.Protocol;
using MQTTnet.Server;

namespace Telemetry.Mqtt.Broker;

/// <summary>Who may connect, and what a client that may not is told.</summary>
/// <param name="users">Null where there is no users file.</param>
internal sealed class Admission(
    EmbeddedBrokerOptions options, UserDirectory? users, SessionOwners owners, AbsentSessions absent, TimeProvider time,
    ILogger log)
{
    private readonly RefusalLimit _refusals = new(time);
    private long _refusedConnects;

    /// <summary>Connects refused so far.</summary>
    public long Refused => Interlocked.Read(ref _refusedConnects);

    public async Task ValidateAsync(ValidatingConnectionEventArgs args)
    {
        if (string.IsNullOrEmpty(args.ClientId)) args.AssignedClientIdentifier = Door.NewId();
        args.ReasonCode = await AnswerAsync(args);
        if (args.ReasonCode == MqttConnectReasonCode.Success && users is not null
            && !await owners.AdmitAsync(args.ClientId, args.UserName ?? ""))
            args.ReasonCode = MqttConnectReasonCode.ClientIdentifierNotValid;
        if (args.ReasonCode == MqttConnectReasonCode.Success)
        {
            absent.Present(args.ClientId, IsVersion5(args) ? args.SessionExpiryInterval : null);
            return;
        }
        Interlocked.Increment(ref _refusedConnects);
        if (!_refusals.Passes(out var suppressed)) return;
        switch (args.ReasonCode)
        {
            case MqttConnectReasonCode.BadUserNameOrPassword:
                BrokerLog.RefusedConnect(log, args.ClientId, suppressed);
                break;
            case MqttConnectReasonCode.ServerBusy or MqttConnectReasonCode.ServerUnavailable:
                BrokerLog.RefusedForNow(log, args.ClientId, $"{args.RemoteEndPoint}", suppressed);
                break;
            default:
                BrokerLog.RefusedClientId(log, args.UserName, args.ClientId, suppressed);
                break;
        }
    }

    private async Task<MqttConnectReasonCode> AnswerAsync(ValidatingConnectionEventArgs args)
    {
        var address = (args.RemoteEndPoint as IPEndPoint)?.Address ?? IPAddress.None;
        if (string.IsNullOrEmpty(args.UserName) || users is null)
        {
            return options.AllowsAnonymous && IPAddress.IsLoopback(address)
                ? MqttConnectReasonCode.Success : MqttConnectReasonCode.BadUserNameOrPassword;
        }
        return await users.VerifyAsync(args.UserName, args.RawPassword ?? [], address) switch
        {
            Verification.Right => MqttConnectReasonCode.Success,
            Verification.Wrong => MqttConnectReasonCode.BadUserNameOrPassword,
            // 3.1.1 has no word for busy (3.2.2.3).
            _ => IsVersion5(args) ? MqttConnectReasonCode.ServerBusy : MqttConnectReasonCode.ServerUnavailable,
        };
    }

    private static bool IsVersion5(ValidatingConnectionEventArgs args) =>
        args.ChannelAdapter.PacketFormatterAdapter.ProtocolVersion == MqttProtocolVersion.V500;
}
