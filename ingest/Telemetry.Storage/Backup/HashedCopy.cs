using System.Buffers;
using System.Security.Cryptography;

namespace Telemetry.Storage.Backup;

internal static class HashedCopy
{
    /// <summary>
    /// Copies at most <paramref name="limit"/> bytes; gives their number and SHA-256 in lower-case hexadecimal.
    /// </summary>
    public static (long Bytes, string Sha256) Run(
        Stream source, Stream target, long limit, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = ArrayPool<byte>.Shared.Rent(1 << 16);
        long total = 0;
        try
        {
            while (total < limit)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var read = source.Read(buffer, 0, (int)Math.Min(buffer.Length, limit - total));
                if (read == 0) break;
                hash.AppendData(buffer, 0, read);
                target.Write(buffer, 0, read);
                total += read;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
        return (total, Convert.ToHexStringLower(hash.GetHashAndReset()));
    }
}
