using System.Runtime.CompilerServices;

namespace Consent;

/// <summary>Which rectification a decision rests on.</summary>
internal ref partial struct Evaluation
{
    private readonly ChangeId RectifiedBy()
    {
        foreach (var id in _ids)
        {
            if (!id.Rectified.IsEmpty)
            {
                return LastRectification();
            }
        }

        return default;
    }

    /// <summary>Rectifications are named by ids that grow with time, so the greatest is the last.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private readonly ChangeId LastRectification()
    {
        ChangeId last = default;
        foreach (var id in _ids)
        {
            foreach (var record in id.Rectified)
            {
                if (record.By > last && MayHaveTouched(record, _request.Purpose))
                {
                    last = record.By;
                }
            }
        }

        return last;
    }

    private readonly bool MayHaveTouched(RectifiedRecord record, PurposePath? purpose)
    {
        if (purpose is null || record.Nodes.IsEmpty)
        {
            return purpose is not null;
        }

        foreach (var node in record.Nodes)
        {
            if (_rules.Taxonomy.Covers(node, purpose))
            {
                return true;
            }
        }

        return false;
    }
}
