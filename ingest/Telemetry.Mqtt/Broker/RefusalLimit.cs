namespace Telemetry.Mqtt.Broker;

/// <summary>Lets one line through in ten seconds and counts those it holds back.</summary>
internal sealed class RefusalLimit(TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);
    private readonly Lock _gate = new();
    private long _suppressed;
    private long _last;
    private bool _any;

    public bool Passes(out long suppressed)
    {
        lock (_gate)
        {
            suppressed = _suppressed;
            if (_any && time.GetElapsedTime(_last) < Interval)
            {
                _suppressed++;
                return false;
            }
            _any = true;
            _last = time.GetTimestamp();
            _suppressed = 0;
            return true;
        }
    }
}
