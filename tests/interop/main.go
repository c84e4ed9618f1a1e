// Command interop judges what the library wrote with code that knows nothing of it: golang.org/x/mod/sumdb/note and .../tlog.
//
// It is given a directory with the file "vkeys" (verifier keys, one a line) and, below "cases", one directory for each case. What is asked of
// a case follows from the files in it:
//
//	checkpoint, leaves                is the checkpoint signed, and its root that of these leaves?
//	proof.tlog-proof, leaf            is the leaf in the log?
//	older, newer, hashes              does the newer checkpoint's log begin with the older one's?
//
// Leaves are lines of hexadecimal digits, hashes lines of base 64. For each case a line "name: accepted" or "name: refused, why" is printed.
// Which answer is the right one is not known here.
package main

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: interop directory")
		os.Exit(2)
	}
	if err := run(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(dir string) error {
	known, err := readKeys(filepath.Join(dir, "vkeys"))
	if err != nil {
		return err
	}
	cases, err := os.ReadDir(filepath.Join(dir, "cases"))
	if err != nil {
		return err
	}
	for _, c := range cases {
		verdict := "accepted"
		if err := judge(filepath.Join(dir, "cases", c.Name()), known); err != nil {
			verdict = "refused, " + err.Error()
		}
		fmt.Printf("%s: %s\n", c.Name(), verdict)
	}
	return nil
}

func judge(dir string, known note.Verifiers) error {
	switch {
	case exists(dir, "older"):
		return judgeConsistency(dir, known)
	case exists(dir, "leaf"):
		return judgeInclusion(dir, known)
	default:
		return judgeRoot(dir, known)
	}
}

func exists(dir, name string) bool {
	_, err := os.Stat(filepath.Join(dir, name))
	return err == nil
}

// A treeHead is what a checkpoint says.
type treeHead struct {
	size int64
	root tlog.Hash
}

func openCheckpoint(msg []byte, known note.Verifiers) (treeHead, error) {
	n, err := note.Open(msg, known)
	if err != nil {
		return treeHead{}, fmt.Errorf("note: %w", err)
	}
	lines := strings.Split(n.Text, "\n")
	if len(lines) != 4 || lines[3] != "" {
		return treeHead{}, errors.New("checkpoint: not three lines")
	}
	byLog := false
	for _, s := range n.Sigs {
		byLog = byLog || s.Name == lines[0]
	}
	if !byLog {
		return treeHead{}, errors.New("checkpoint: not signed by its log")
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil || size < 0 || strconv.FormatInt(size, 10) != lines[1] {
		return treeHead{}, errors.New("checkpoint: bad size")
	}
	root, err := tlog.ParseHash(lines[2])
	if err != nil {
		return treeHead{}, errors.New("checkpoint: bad root")
	}
	return treeHead{size, root}, nil
}

func readCheckpoint(dir, name string, known note.Verifiers) (treeHead, error) {
	msg, err := os.ReadFile(filepath.Join(dir, name))
	if err != nil {
		return treeHead{}, err
	}
	return openCheckpoint(msg, known)
}

func judgeRoot(dir string, known note.Verifiers) error {
	head, err := readCheckpoint(dir, "checkpoint", known)
	if err != nil {
		return err
	}
	leaves, err := readLines(filepath.Join(dir, "leaves"))
	if err != nil {
		return err
	}
	var stored []tlog.Hash
	reader := tlog.HashReaderFunc(func(indexes []int64) ([]tlog.Hash, error) {
		found := make([]tlog.Hash, len(indexes))
		for i, index := range indexes {
			found[i] = stored[index]
		}
		return found, nil
	})
	for i, line := range leaves {
		leaf, err := hex.DecodeString(line)
		if err != nil {
			return err
		}
		hashes, err := tlog.StoredHashes(int64(i), leaf, reader)
		if err != nil {
			return err
		}
		stored = append(stored, hashes...)
	}
	root := tlog.Hash(sha256.Sum256(nil))
	if len(leaves) > 0 {
		if root, err = tlog.TreeHash(int64(len(leaves)), reader); err != nil {
			return err
		}
	}
	if head.size != int64(len(leaves)) || head.root != root {
		return errors.New("root: another one")
	}
	return nil
}

// judgeInclusion reads a file of c2sp.org/tlog-proof@v1.
func judgeInclusion(dir string, known note.Verifiers) error {
	file, err := os.ReadFile(filepath.Join(dir, "proof.tlog-proof"))
	if err != nil {
		return err
	}
	head, checkpoint, ok := bytes.Cut(file, []byte("\n\n"))
	if !ok {
		return errors.New("proof: no checkpoint")
	}
	lines := strings.Split(string(head), "\n")
	if lines[0] != "c2sp.org/tlog-proof@v1" {
		return errors.New("proof: another format")
	}
	lines = lines[1:]
	if len(lines) > 0 && strings.HasPrefix(lines[0], "extra ") {
		if _, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(lines[0], "extra ")); err != nil {
			return errors.New("proof: bad extra data")
		}
		lines = lines[1:]
	}
	if len(lines) == 0 || !strings.HasPrefix(lines[0], "index ") {
		return errors.New("proof: no index")
	}
	index, err := strconv.ParseInt(strings.TrimPrefix(lines[0], "index "), 10, 64)
	if err != nil {
		return errors.New("proof: bad index")
	}
	proof, err := parseHashes(lines[1:])
	if err != nil {
		return err
	}
	tree, err := openCheckpoint(checkpoint, known)
	if err != nil {
		return err
	}
	leaf, err := readLines(filepath.Join(dir, "leaf"))
	if err != nil {
		return err
	}
	data, err := hex.DecodeString(strings.Join(leaf, ""))
	if err != nil {
		return err
	}
	if err := tlog.CheckRecord(proof, tree.size, tree.root, index, tlog.RecordHash(data)); err != nil {
		return fmt.Errorf("inclusion: %w", err)
	}
	return nil
}

func judgeConsistency(dir string, known note.Verifiers) error {
	older, err := readCheckpoint(dir, "older", known)
	if err != nil {
		return err
	}
	newer, err := readCheckpoint(dir, "newer", known)
	if err != nil {
		return err
	}
	lines, err := readLines(filepath.Join(dir, "hashes"))
	if err != nil {
		return err
	}
	proof, err := parseHashes(lines)
	if err != nil {
		return err
	}
	if err := tlog.CheckTree(proof, newer.size, newer.root, older.size, older.root); err != nil {
		return fmt.Errorf("consistency: %w", err)
	}
	return nil
}

func parseHashes(lines []string) ([]tlog.Hash, error) {
	hashes := make([]tlog.Hash, len(lines))
	for i, line := range lines {
		h, err := tlog.ParseHash(line)
		if err != nil {
			return nil, errors.New("proof: bad hash")
		}
		hashes[i] = h
	}
	return hashes, nil
}

func readLines(name string) ([]string, error) {
	content, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	lines := strings.Split(string(content), "\n")
	return lines[:len(lines)-1], nil
}

func readKeys(name string) (note.Verifiers, error) {
	lines, err := readLines(name)
	if err != nil {
		return nil, err
	}
	var known []note.Verifier
	for _, line := range lines {
		v, err := newEcdsaVerifier(line)
		if err != nil {
			return nil, err
		}
		known = append(known, v)
	}
	return note.VerifierList(known...), nil
}

// An ecdsaVerifier checks signatures of type 2, which the note package leaves to others.
type ecdsaVerifier struct {
	name string
	hash uint32
	key  *ecdsa.PublicKey
}

func newEcdsaVerifier(vkey string) (*ecdsaVerifier, error) {
	parts := strings.SplitN(vkey, "+", 3)
	if len(parts) != 3 {
		return nil, errors.New("vkey: not three parts")
	}
	id, err := hex.DecodeString(parts[1])
	if err != nil || len(id) != 4 {
		return nil, errors.New("vkey: bad id")
	}
	typed, err := base64.StdEncoding.DecodeString(parts[2])
	if err != nil || len(typed) == 0 || typed[0] != 2 {
		return nil, errors.New("vkey: not of type 2")
	}
	spki := typed[1:]
	if sum := sha256.Sum256(spki); !bytes.Equal(sum[:4], id) {
		return nil, errors.New("vkey: id of another key")
	}
	parsed, err := x509.ParsePKIXPublicKey(spki)
	if err != nil {
		return nil, err
	}
	key, ok := parsed.(*ecdsa.PublicKey)
	if !ok || key.Curve != elliptic.P256() {
		return nil, errors.New("vkey: not a P-256 key")
	}
	return &ecdsaVerifier{parts[0], binary.BigEndian.Uint32(id), key}, nil
}

func (v *ecdsaVerifier) Name() string    { return v.name }
func (v *ecdsaVerifier) KeyHash() uint32 { return v.hash }

func (v *ecdsaVerifier) Verify(msg, sig []byte) bool {
	sum := sha256.Sum256(msg)
	return ecdsa.VerifyASN1(v.key, sum[:], sig)
}
