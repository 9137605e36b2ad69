using System.Diagnostics.CodeAnalysis;
using System.Reflection;

namespace Telemetry.Host.Tests.Derivation;

/// <summary>The process ended here.</summary>
internal sealed class CrashException : Exception;

/// <summary>
/// Counts down calls of the doors it stands before, and ends the process before or after the last of them.
/// </summary>
internal sealed class Crash
{
    /// <summary>Calls until it happens; never where null.</summary>
    public int? After { get; set; }

    public int Calls { get; private set; }

    /// <returns>Whether this call is the one, and then whether it still happens.</returns>
    public (bool Now, bool Done) Next()
    {
        Calls++;
        if (After is not { } left) return (false, true);
        After = left - 1;
        // Every other crash lies behind the call, which then has been done.
        if (left > 0) return (false, true);
        After = null;
        return (true, Calls % 2 == 0);
    }

    /// <summary>A door that can end the process.</summary>
    public T Before<T>(T door) where T : class
    {
        var proxy = DispatchProxy.Create<T, CrashingDoor>();
        ((CrashingDoor)(object)proxy).Stand(door, this);
        return proxy;
    }
}

/// <summary>Passes on every call; the asynchronous ones may be the last.</summary>
[SuppressMessage("Performance", "CA1852", Justification = "A proxy is made as its descendant at run time.")]
internal class CrashingDoor : DispatchProxy
{
    private object _door = null!;
    private Crash _crash = null!;

    public void Stand(object door, Crash crash) => (_door, _crash) = (door, crash);

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        if (!typeof(Task).IsAssignableFrom(targetMethod!.ReturnType))
        {
            var value = targetMethod.Invoke(_door, args);
            // The rooms of the operational store are doors of their own.
            return targetMethod.ReturnType is { IsInterface: true, Namespace: { } name } room
                && name.StartsWith("Telemetry.Storage.Operations", StringComparison.Ordinal)
                ? typeof(Crash).GetMethod(nameof(Crash.Before))!.MakeGenericMethod(room).Invoke(_crash, [value])
                : value;
        }
        var (now, done) = _crash.Next();
        if (!now) return targetMethod.Invoke(_door, args);
        if (done) ((Task)targetMethod.Invoke(_door, args)!).GetAwaiter().GetResult();
        throw new CrashException();
    }
}
